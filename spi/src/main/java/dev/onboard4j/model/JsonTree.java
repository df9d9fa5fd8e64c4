package dev.onboard4j.model;

import java.math.BigDecimal;
import java.math.BigInteger;
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

  /**
   * Converts a number to the type that a JSON parser returns for it, so that a tree equals itself
   * after it was saved and read.
   */
  private static Number plain(Number number) {
    if (number instanceof BigInteger integer) {
      return integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : integer;
    }
    if (number instanceof Double || number instanceof Float || number instanceof BigDecimal) {
      return finite(Double.parseDouble(number.toString()));
    }
    return number.longValue();
  }

  private static Double finite(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(number + " is no JSON number: use a finite one");
    }
    return number;
  }
}
