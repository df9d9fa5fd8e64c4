package dev.onboard4j.samples.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The newest values of each tenant: no tenant pushes out those of another. Thread-safe. */
final class RecentByTenant<K, V> {
  private final int most;
  private final Predicate<V> mayGo;
  private final Map<String, Recent<K, V>> tenants = new ConcurrentHashMap<>();

  /** Keeps so many values of each tenant, and more while older ones may not go. */
  RecentByTenant(int most, Predicate<V> mayGo) {
    this.most = most;
    this.mayGo = mayGo;
  }

  Recent<K, V> of(String tenant) {
    return tenants.computeIfAbsent(tenant, name -> new Recent<>(most, mayGo));
  }

  List<V> all() {
    return tenants.values().stream().flatMap(recent -> recent.all().stream()).toList();
  }
}
