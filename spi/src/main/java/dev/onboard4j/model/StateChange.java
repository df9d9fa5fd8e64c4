package dev.onboard4j.model;

import dev.onboard4j.model.State.Known;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Describes what a write has to change, field by field. Immutable.
 *
 * <p>Handlers use it instead of comparing states.
 *
 * @param before the current state; empty if the object is absent
 * @param target the wanted state; empty to remove the object
 * @param retired members of earlier blueprints to remove
 */
public record StateChange(State before, State target, State retired) {
  /** Creates the change that creates an absent object. */
  public static StateChange creating(State target) {
    return new StateChange(State.empty(), target, State.empty());
  }

  /** Whether the object is absent and must be created. */
  public boolean creates() {
    return before.isEmpty() && !target.isEmpty();
  }

  /** Whether the object must be removed. */
  public boolean removes() {
    return target.isEmpty();
  }

  /**
   * Whether a field that cannot be changed in place differs, so that the object must be recreated.
   */
  public boolean replaces() {
    return !before.isEmpty()
        && target.fields().entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getValue() instanceof Known known
                        && known.fixed()
                        && changes(entry.getKey()));
  }

  /** Creates the same change for an object that no longer exists. */
  public StateChange anew() {
    return new StateChange(State.empty(), target, retired);
  }

  /** Whether the target has the field, with another value. */
  public boolean changes(String field) {
    return target.field(field) != null && !Objects.equals(before.json(field), target.json(field));
  }

  /** The target JSON of the field, or null. */
  public @Nullable Object json(String field) {
    return target.json(field);
  }

  /** The target JSON of the field as text. */
  public String text(String field) {
    return String.valueOf(target.json(field));
  }

  /** The members to add. */
  public SortedSet<String> missing(String field) {
    TreeSet<String> missing = new TreeSet<>(target.items(field));
    missing.removeAll(before.items(field));
    return missing;
  }

  /** The members of earlier blueprints to remove. */
  public SortedSet<String> obsolete(String field) {
    TreeSet<String> obsolete = new TreeSet<>(retired.items(field));
    obsolete.removeAll(target.items(field));
    obsolete.retainAll(before.items(field));
    return obsolete;
  }

  /** The changed entries that {@link State.Builder#each} added under this prefix. */
  public SortedMap<String, String> changed(String prefix) {
    TreeMap<String, String> changed = new TreeMap<>();
    for (String field : target.fields().keySet()) {
      if (field.startsWith(prefix + ".") && changes(field)) {
        changed.put(field.substring(prefix.length() + 1), text(field));
      }
    }
    return changed;
  }
}
