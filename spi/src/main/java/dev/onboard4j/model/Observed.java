package dev.onboard4j.model;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the result of a read. Immutable.
 *
 * @param state the managed fields; empty if the object is absent
 * @param owner the owner of the object
 * @param users the resources that use it, by their ids in a plan
 * @param extras additions by other tools or persons: kept and reported, never removed
 * @param outputs printable values that other resources need: ARNs, ids, never a secret
 * @param denied the permissions that the read lacked
 */
public record Observed(
    State state,
    Owner owner,
    SortedSet<ResourceId> users,
    SortedSet<Extra> extras,
    SortedMap<String, String> outputs,
    List<RequiredPermission> denied) {
  private static final Observed ABSENT =
      new Observed(
          State.empty(),
          Owner.ABSENT,
          Collections.emptySortedSet(),
          Collections.emptySortedSet(),
          Collections.emptySortedMap(),
          List.of());

  /** Keeps sorted, unmodifiable copies. */
  public Observed {
    users = Collections.unmodifiableSortedSet(new TreeSet<>(users));
    extras = Collections.unmodifiableSortedSet(new TreeSet<>(extras));
    outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    denied = List.copyOf(denied);
  }

  /** The result for an object that does not exist. */
  public static Observed absent() {
    return ABSENT;
  }

  /** Creates the result for an object in this state. */
  public static Observed of(State state, Owner owner) {
    return new Observed(state, owner, ABSENT.users, ABSENT.extras, ABSENT.outputs, ABSENT.denied);
  }

  /** Creates the result for an object that the caller may not read. */
  public static Observed unreadable(Collection<RequiredPermission> denied) {
    return new Observed(
        State.empty(),
        Owner.UNREADABLE,
        ABSENT.users,
        ABSENT.extras,
        ABSENT.outputs,
        List.copyOf(denied));
  }

  /** Sets the users. */
  public Observed withUsers(Collection<ResourceId> used) {
    return new Observed(state, owner, new TreeSet<>(used), extras, outputs, denied);
  }

  /** Sets the extras. */
  public Observed withExtras(Collection<Extra> found) {
    return new Observed(state, owner, users, new TreeSet<>(found), outputs, denied);
  }

  /** The sorted names of the extras of this kind. */
  public List<String> extras(String kind) {
    return extras.stream().filter(extra -> extra.kind().equals(kind)).map(Extra::name).toList();
  }

  /** Sets the outputs. */
  public Observed withOutputs(Map<String, String> values) {
    return new Observed(state, owner, users, extras, new TreeMap<>(values), denied);
  }

  /** Whether the object exists, readable or not. */
  public boolean exists() {
    return owner != Owner.ABSENT;
  }
}
