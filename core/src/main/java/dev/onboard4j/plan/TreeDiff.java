package dev.onboard4j.plan;

import dev.onboard4j.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares two JSON trees leaf by leaf: added, removed and changed lines. */
final class TreeDiff {
  /**
   * One line.
   *
   * @param sign +, - or ~
   * @param text the path and the values
   */
  record Line(char sign, String text) {}

  private final List<Line> lines = new ArrayList<>();

  private TreeDiff() {}

  static List<Line> of(String path, @Nullable Object before, @Nullable Object after) {
    TreeDiff diff = new TreeDiff();
    diff.walk(path, before, after);
    return diff.lines;
  }

  private void walk(String path, @Nullable Object before, @Nullable Object after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before instanceof Map<?, ?> one && after instanceof Map<?, ?> other) {
      maps(path, one, other);
    } else if (before == null && filled(after)) {
      entries(path, after);
    } else if (before instanceof List<?> one && after instanceof List<?> other) {
      items(path, one, other);
    } else if (before instanceof List<?> gone && filled(after)) {
      items(path, gone, List.of());
      entries(path, after);
    } else if (filled(before)
        && before instanceof Map<?, ?> gone
        && after instanceof List<?> come) {
      maps(path, gone, Map.of());
      items(path, List.of(), come);
    } else {
      leaf(path, before, after);
    }
  }

  private void maps(String path, Map<?, ?> one, Map<?, ?> other) {
    TreeSet<String> keys = new TreeSet<>();
    one.keySet().forEach(key -> keys.add((String) key));
    other.keySet().forEach(key -> keys.add((String) key));
    keys.forEach(key -> walk(path + "." + key, one.get(key), other.get(key)));
  }

  private void entries(String path, @Nullable Object come) {
    ((Map<?, ?>) Objects.requireNonNull(come))
        .forEach((key, value) -> walk(path + "." + key, null, value));
  }

  private static boolean filled(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map && !map.isEmpty();
  }

  private void items(String path, List<?> before, List<?> after) {
    List<?> gone = new ArrayList<>(before);
    gone.removeAll(after);
    List<?> come = new ArrayList<>(after);
    come.removeAll(before);
    if (gone.isEmpty() && come.isEmpty() && !before.equals(after)) {
      leaf(path, before, after);
      return;
    }
    gone.forEach(item -> lines.add(new Line('-', path + ": " + Json.line(item))));
    come.forEach(item -> lines.add(new Line('+', path + ": " + Json.line(item))));
  }

  private void leaf(String path, @Nullable Object before, @Nullable Object after) {
    if (before == null) {
      lines.add(new Line('+', path + ": " + Json.line(after)));
    } else if (after == null) {
      lines.add(new Line('-', path + ": " + Json.line(before)));
    } else {
      lines.add(new Line('~', path + ": " + Json.line(before) + " -> " + Json.line(after)));
    }
  }
}
