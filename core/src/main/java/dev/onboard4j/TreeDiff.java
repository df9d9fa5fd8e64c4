package dev.onboard4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Two JSON trees as lines of what comes, goes and changes, leaf by leaf. */
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
    Map<String, ?> one = keyed(before);
    Map<String, ?> other = keyed(after);
    if (one != null && other != null && !(one.isEmpty() && other.isEmpty())) {
      TreeSet<String> keys = new TreeSet<>(one.keySet());
      keys.addAll(other.keySet());
      keys.forEach(key -> walk(path + "." + key, one.get(key), other.get(key)));
    } else if (before == null && keyedNonEmpty(after)) {
      Objects.requireNonNull(keyed(after))
          .forEach((key, value) -> walk(path + "." + key, null, value));
    } else if (before != null && after != null && items(before) && items(after)) {
      items(path, before, after);
    } else {
      leaf(path, before, after);
    }
  }

  private static boolean keyedNonEmpty(@Nullable Object tree) {
    Map<String, ?> keyed = keyed(tree);
    return keyed != null && !keyed.isEmpty();
  }

  private void items(String path, @Nullable Object before, @Nullable Object after) {
    List<?> gone = new ArrayList<>(list(before));
    gone.removeAll(list(after));
    List<?> come = new ArrayList<>(list(after));
    come.removeAll(list(before));
    if (gone.isEmpty() && come.isEmpty()) {
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

  private static boolean items(@Nullable Object tree) {
    return tree == null || tree instanceof List;
  }

  private static List<?> list(@Nullable Object tree) {
    return tree instanceof List<?> list ? list : List.of();
  }

  /** A map by its keys, and the statements of a policy by their ids. */
  private static @Nullable Map<String, ?> keyed(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> keyed = new LinkedHashMap<>();
      map.forEach((key, value) -> keyed.put((String) key, value));
      return keyed;
    }
    if (!(tree instanceof List<?> list) || list.isEmpty()) {
      return null;
    }
    Map<String, Object> bySid = new LinkedHashMap<>();
    for (Object element : list) {
      boolean statement =
          element instanceof Map<?, ?> map
              && map.get("Sid") instanceof String sid
              && !sid.isEmpty()
              && bySid.put(sid, withoutSid(map)) == null;
      if (!statement) {
        return null;
      }
    }
    return bySid;
  }

  private static Map<?, ?> withoutSid(Map<?, ?> statement) {
    Map<Object, Object> rest = new LinkedHashMap<>(statement);
    rest.remove("Sid");
    return rest;
  }
}
