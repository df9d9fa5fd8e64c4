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
 * What a read found. Immutable.
 *
 * @param state the managed fields as they are; empty when the object is absent
 * @param owner whose it is
 * @param users who uses it, by the ids those would have in a plan
 * @param extras what others added to it, kept and reported, never removed
 * @param outputs printable values others need: ARNs, ids, never a secret
 * @param denied the permissions that were missing to read it
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

  /** There is no such object. */
  public static Observed absent() {
    return ABSENT;
  }

  /** An object in that state. */
  public static Observed of(State state, Owner owner) {
    return new Observed(state, owner, ABSENT.users, ABSENT.extras, ABSENT.outputs, ABSENT.denied);
  }

  /** An object that the caller may not read, with the permissions that are missing. */
  public static Observed unreadable(Collection<RequiredPermission> denied) {
    return new Observed(
        State.empty(),
        Owner.UNREADABLE,
        ABSENT.users,
        ABSENT.extras,
        ABSENT.outputs,
        List.copyOf(denied));
  }

  /** The same with these users. */
  public Observed withUsers(Collection<ResourceId> used) {
    return new Observed(state, owner, new TreeSet<>(used), extras, outputs, denied);
  }

  /** The same with these extras. */
  public Observed withExtras(Collection<Extra> found) {
    return new Observed(state, owner, users, new TreeSet<>(found), outputs, denied);
  }

  /** The names of the extras of that kind, sorted. */
  public List<String> extras(String kind) {
    return extras.stream().filter(one -> one.kind().equals(kind)).map(Extra::name).toList();
  }

  /** The same with these outputs. */
  public Observed withOutputs(Map<String, String> told) {
    return new Observed(state, owner, users, extras, new TreeMap<>(told), denied);
  }

  /** Whether the object is there, readable or not. */
  public boolean exists() {
    return owner != Owner.ABSENT;
  }
}
