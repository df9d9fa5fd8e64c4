package dev.onboard4j.samples.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The newest values by key; the oldest ones that may go are dropped. Thread-safe. */
final class Recent<K, V> {
  private final int most;
  private final Predicate<V> mayGo;
  private final Map<K, V> values = new LinkedHashMap<>();

  /** Keeps so many values, and more while older ones may not go. */
  Recent(int most, Predicate<V> mayGo) {
    this.most = most;
    this.mayGo = mayGo;
  }

  /** Puts a value; returns those that were dropped for it. */
  synchronized List<V> put(K key, V value) {
    values.remove(key);
    values.put(key, value);
    List<V> dropped = new ArrayList<>();
    for (Iterator<V> all = values.values().iterator(); all.hasNext() && values.size() > most; ) {
      V one = all.next();
      if (one != value && mayGo.test(one)) {
        all.remove();
        dropped.add(one);
      }
    }
    return dropped;
  }

  synchronized Optional<V> find(K key) {
    return Optional.ofNullable(values.get(key));
  }

  synchronized List<V> all() {
    return List.copyOf(values.values());
  }
}
