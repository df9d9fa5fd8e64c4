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
 * The planned change of one resource. Immutable.
 *
 * @param id the resource
 * @param kind the kind of the resource, for people
 * @param action the action
 * @param reason the reason, for people; code does not depend on it
 * @param diff the fields that change
 * @param gate the condition for the change
 * @param extras the additions of other tools; they are kept and reported
 * @param owner the owner of the object when the plan was made
 * @param before the managed fields when the plan was made
 * @param after the managed fields after the plan is applied
 * @param dependsOn the resources that are changed before this one
 * @param accessBefore the access that the object grants when the plan is made
 * @param accessAfter the access that the object grants after the plan is applied
 * @param permissions the permissions that the caller needs to read and write the object
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
