package dev.onboard4j.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Copies JSON trees so that equal trees print as equal text. */
public final class OrderedTree {
  private OrderedTree() {}

  /** A deep, unmodifiable copy; a map without a defined order is sorted by key. */
  public static @Nullable Object of(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map(map);
    }
    if (tree instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(of(item)));
      return Collections.unmodifiableList(copy);
    }
    return tree;
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> map) {
    boolean ordered = map instanceof LinkedHashMap || map instanceof SortedMap;
    Map<String, @Nullable Object> copy = ordered ? new LinkedHashMap<>() : new TreeMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), of(value)));
    return Collections.unmodifiableMap(copy);
  }
}
