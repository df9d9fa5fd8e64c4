package dev.onboard4j.plan;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a plan does to one resource. Immutable.
 *
 * @param id the resource
 * @param kind what it is to people
 * @param action what is done
 * @param reason why, for people; nothing branches on it
 * @param diff the fields that change
 * @param gate what has to happen first
 * @param extras what others added; kept and reported
 * @param owner whose it was when the plan was made
 * @param before its managed fields when the plan was made: the premise
 * @param after its managed fields once the plan is done
 * @param dependsOn the resources that come first
 * @param accessBefore who holds what by way of it now
 * @param accessAfter who holds what by way of it once the plan is done
 * @param permissions what the caller needs for it, reading included
 */
public record Change(
    ResourceId id,
    ResourceKind kind,
    Action action,
    String reason,
    List<FieldDiff> diff,
    Gate gate,
    List<String> extras,
    Owner owner,
    State before,
    State after,
    SortedSet<ResourceId> dependsOn,
    List<Grant> accessBefore,
    List<Grant> accessAfter,
    List<RequiredPermission> permissions) {
  /** Keeps sorted, unmodifiable copies. */
  public Change {
    diff = List.copyOf(diff);
    extras = List.copyOf(extras);
    dependsOn = Collections.unmodifiableSortedSet(new TreeSet<>(dependsOn));
    accessBefore = List.copyOf(accessBefore);
    accessAfter = List.copyOf(accessAfter);
    permissions = List.copyOf(permissions);
  }
}
