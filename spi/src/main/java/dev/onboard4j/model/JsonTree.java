package dev.onboard4j.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Creates deep, immutable, sorted copies of JSON trees of JDK types. */
final class JsonTree {
  private JsonTree() {}

  static @Nullable Object copyOf(@Nullable Object json) {
    if (json == null || json instanceof String || json instanceof Boolean) {
      return json;
    }
    if (json instanceof Number number) {
      return plain(number);
    }
    if (json instanceof Map<?, ?> map) {
      TreeMap<String, @Nullable Object> copy = new TreeMap<>();
      map.forEach((key, value) -> copy.put((String) key, copyOf(value)));
      return Collections.unmodifiableSortedMap(copy);
    }
    if (json instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(value -> copy.add(copyOf(value)));
      return Collections.unmodifiableList(copy);
    }
    throw new IllegalArgumentException(
        json.getClass().getName() + " is no JSON: use Map, List, String, Number, Boolean or null");
  }

  /** In JSON, 1 and 1L are the same number, so the copies must be equal. */
  private static Number plain(Number number) {
    return number instanceof Integer || number instanceof Short || number instanceof Byte
        ? (Number) number.longValue()
        : number;
  }
}
