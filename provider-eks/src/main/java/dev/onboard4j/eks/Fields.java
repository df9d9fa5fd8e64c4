package dev.onboard4j.eks;

import dev.onboard4j.model.State;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is between two states, field by field. */
record Fields(State before, State after, State retired) {
  static final String TAGS = "tags";

  boolean changes(String field) {
    return after.field(field) != null && !Objects.equals(before.json(field), after.json(field));
  }

  String text(String field) {
    return String.valueOf(after.json(field));
  }

  /** Members to add. */
  SortedSet<String> missing(String field) {
    TreeSet<String> missing = new TreeSet<>(after.items(field));
    missing.removeAll(before.items(field));
    return missing;
  }

  /** Members of earlier blueprints to take away. */
  SortedSet<String> obsolete(String field) {
    TreeSet<String> obsolete = new TreeSet<>(retired.items(field));
    obsolete.removeAll(after.items(field));
    obsolete.retainAll(before.items(field));
    return obsolete;
  }

  /** The tags to write. */
  Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    for (String field : after.fields().keySet()) {
      if (field.startsWith(TAGS + ".") && changes(field)) {
        tags.put(field.substring(TAGS.length() + 1), text(field));
      }
    }
    return tags;
  }

  /** All tags of a state. */
  static Map<String, String> tags(State state) {
    return new Fields(State.empty(), state, State.empty()).tags();
  }
}
