package dev.onboard4j.model;

import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds the settings of one run, checked against their declarations. Immutable.
 *
 * @param values the given values, and the defaults of all others
 */
public record Settings(SortedMap<String, String> values) {
  /** Keeps a sorted, unmodifiable copy. */
  public Settings {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** The value of a setting, or its default; empty if it has neither. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  /** The value as an address. */
  public Optional<URI> uri(String key) {
    return text(key).map(URI::create);
  }

  /** The values of a list, in the order given. */
  public List<String> list(String key) {
    return text(key).map(Settings::split).orElse(List.of());
  }

  /** The pairs of a map, sorted by key. */
  public SortedMap<String, String> map(String key) {
    TreeMap<String, String> pairs = new TreeMap<>();
    for (String entry : list(key)) {
      int equals = entry.indexOf('=');
      pairs.put(entry.substring(0, equals).strip(), entry.substring(equals + 1).strip());
    }
    return Collections.unmodifiableSortedMap(pairs);
  }

  static List<String> split(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  /** Creates settings of these values only. */
  public static Settings of(Map<String, String> values) {
    return new Settings(new TreeMap<>(values));
  }

  /** Returns the keys only: a value may be secret. */
  @Override
  public String toString() {
    return "Settings" + values.keySet();
  }
}
