package dev.onboard4j.architecture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the groups of nodes in which each reaches all others. */
final class Circles {
  private Circles() {}

  /** Each group as its sorted members, separated by commas. */
  static SortedSet<String> of(Map<String, Set<String>> edges) {
    SortedSet<String> circles = new TreeSet<>();
    for (String node : edges.keySet()) {
      SortedSet<String> circle = new TreeSet<>(reached(node, edges));
      circle.removeIf(other -> !reached(other, edges).contains(node));
      circle.add(node);
      if (circle.size() > 1) {
        circles.add(String.join(", ", circle));
      }
    }
    return circles;
  }

  /** The edges that make the circles, which a fix has to cut. */
  static String edges(Map<String, Set<String>> edges) {
    return edges.entrySet().stream()
        .map(edge -> edge.getKey() + " -> " + String.join(", ", back(edge.getKey(), edges)))
        .filter(line -> !line.endsWith("-> "))
        .collect(Collectors.joining("\n"));
  }

  /** The direct successors that lead back to the node. */
  private static Set<String> back(String node, Map<String, Set<String>> edges) {
    Set<String> back = new TreeSet<>(edges.get(node));
    back.removeIf(next -> next.equals(node) || !reached(next, edges).contains(node));
    return back;
  }

  private static Set<String> reached(String from, Map<String, Set<String>> edges) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(edges.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reached.add(next)) {
        open.addAll(edges.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }
}
