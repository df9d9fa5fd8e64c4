package dev.onboard4j.testkit.contract;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One box of a {@link Shelf}. Immutable.
 *
 * @param mark the cluster that it belongs to, or the empty string
 * @param shape what cannot be changed
 */
record Box(String text, String mark, String shape, TreeSet<String> items) {
  static Box of(String text, String mark) {
    return new Box(text, mark, "square", new TreeSet<>());
  }

  Box marked(String other) {
    return new Box(text, other, shape, items);
  }

  Box shaped(String other) {
    return new Box(text, mark, other, items);
  }

  Box holding(Collection<String> others) {
    return new Box(text, mark, shape, new TreeSet<>(others));
  }

  Map<String, Object> tree() {
    return new TreeMap<>(
        Map.of("text", text, "mark", mark, "shape", shape, "items", new TreeSet<>(items)));
  }
}
