package dev.onboard4j.model;

import dev.onboard4j.model.State.Known;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a write has to change, field by field. Immutable.
 *
 * <p>Handlers ask it instead of comparing states themselves.
 *
 * @param before the object as it is; empty when it is absent
 * @param target the object as it has to be; empty to remove it
 * @param retired members of earlier blueprints that are ours to take away
 */
public record StateChange(State before, State target, State retired) {
  /** The change that makes an object which is not there. */
  public static StateChange creating(State target) {
    return new StateChange(State.empty(), target, State.empty());
  }

  /** Whether the object is absent and has to be made. */
  public boolean creates() {
    return before.isEmpty() && !target.isEmpty();
  }

  /** Whether the object has to be removed. */
  public boolean removes() {
    return target.isEmpty();
  }

  /** Whether a field that cannot be changed in place differs, so that the object is made anew. */
  public boolean replaces() {
    return !before.isEmpty()
        && target.fields().entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getValue() instanceof Known known
                        && known.fixed()
                        && before.field(entry.getKey()) != null
                        && changes(entry.getKey()));
  }

  /** The same target for an object that is not there any more. */
  public StateChange anew() {
    return new StateChange(State.empty(), target, retired);
  }

  /** Whether the field has to get another value; a field that the target leaves out does not. */
  public boolean changes(String field) {
    return target.field(field) != null && !Objects.equals(before.json(field), target.json(field));
  }

  /** The JSON that the field has to get, or null. */
  public @Nullable Object json(String field) {
    return target.json(field);
  }

  /** The JSON that the field has to get, as text. */
  public String text(String field) {
    return String.valueOf(target.json(field));
  }

  /** The members to add. */
  public SortedSet<String> missing(String field) {
    TreeSet<String> missing = new TreeSet<>(target.items(field));
    missing.removeAll(before.items(field));
    return missing;
  }

  /** The members of earlier blueprints to take away. */
  public SortedSet<String> obsolete(String field) {
    TreeSet<String> obsolete = new TreeSet<>(retired.items(field));
    obsolete.removeAll(target.items(field));
    obsolete.retainAll(before.items(field));
    return obsolete;
  }

  /** The entries to write of what {@link State.Builder#each} added under that prefix. */
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
