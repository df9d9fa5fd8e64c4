package dev.onboard4j.spi;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Declares one thing a person would name, with the state it should have. Immutable.
 *
 * <pre>{@code
 * Resource.of(ResourceId.of("iam-role", name), ResourceKind.ROLE, desired, handler)
 *     .following(policyId)
 *     .granting(grants);
 * }</pre>
 *
 * @param id its identity within the plan
 * @param kind what it is to people
 * @param desired the state it should have
 * @param retired members that earlier blueprints put there: ours to take away
 * @param dependsOn the resources that must be there first
 * @param grants what it gives to whom
 * @param handler reads and writes it
 * @param ignoredChanges fields of {@code desired} that others may change later: written when the
 *     object is made, then left as they are and reported
 * @param byHand what a person has to do instead of us, or null when we do it
 */
public record Resource(
    ResourceId id,
    ResourceKind kind,
    State desired,
    State retired,
    SortedSet<ResourceId> dependsOn,
    List<Grant> grants,
    ResourceHandler handler,
    SortedSet<String> ignoredChanges,
    @Nullable ByHand byHand) {
  /**
   * The exact words for something a person does elsewhere; it stops nothing.
   *
   * @param onApply what to do when the cluster comes on board
   * @param onRemove what to do when it leaves
   */
  public record ByHand(String onApply, String onRemove) {}

  /** Keeps sorted, unmodifiable copies. */
  public Resource {
    dependsOn = Collections.unmodifiableSortedSet(new TreeSet<>(dependsOn));
    grants = List.copyOf(grants);
    Objects.requireNonNull(handler, "handler");
    ignoredChanges = Collections.unmodifiableSortedSet(new TreeSet<>(ignoredChanges));
  }

  /** A resource that depends on nothing and grants nothing. */
  public static Resource of(
      ResourceId id, ResourceKind kind, State desired, ResourceHandler handler) {
    return new Resource(
        id,
        kind,
        desired,
        State.empty(),
        new TreeSet<>(),
        List.of(),
        handler,
        new TreeSet<>(),
        null);
  }

  /** The same, after these resources. */
  public Resource dependingOn(ResourceId... upstream) {
    TreeSet<ResourceId> all = new TreeSet<>(dependsOn);
    all.addAll(Arrays.asList(upstream));
    return new Resource(id, kind, desired, retired, all, grants, handler, ignoredChanges, byHand);
  }

  /** The same, giving these grants. */
  public Resource granting(List<Grant> given) {
    return new Resource(
        id, kind, desired, retired, dependsOn, given, handler, ignoredChanges, byHand);
  }

  /** The same, taking away those members of earlier blueprints. */
  public Resource retiring(State earlier) {
    return new Resource(
        id, kind, desired, earlier, dependsOn, grants, handler, ignoredChanges, byHand);
  }

  /** The same, leaving these fields to whoever changes them once the object is there. */
  public Resource ignoringChanges(String... fields) {
    return new Resource(
        id,
        kind,
        desired,
        retired,
        dependsOn,
        grants,
        handler,
        new TreeSet<>(Arrays.asList(fields)),
        byHand);
  }

  /**
   * The same, of which nobody can tell whether it is there, as the caller lacks these permissions.
   *
   * <p>The plan is blocked then, yet still tells which permissions it takes.
   */
  public Resource unreadable(List<RequiredPermission> denied) {
    return new Resource(
        id,
        kind,
        desired,
        retired,
        dependsOn,
        grants,
        new UnreadableHandler(handler, Observed.unreadable(denied)),
        ignoredChanges,
        null);
  }

  /** What it should stay like once it is there: the desired state less what is ignoredChanges. */
  public State lasting() {
    return desired.without(ignoredChanges);
  }

  /** The same, done by a person. */
  public Resource doneByHand(String onApply, String onRemove) {
    return new Resource(
        id,
        kind,
        desired,
        retired,
        dependsOn,
        grants,
        handler,
        ignoredChanges,
        new ByHand(onApply, onRemove));
  }
}
