package dev.onboard4j.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes the wanted roles, policies, APIs, RBAC rules and components as data, with the reason of
 * every permission. Immutable.
 *
 * @param id the name with its version: {@code castai/current}
 * @param clouds one section per cluster provider, by provider id
 * @param contributors one section per other contributor, by contributor id
 * @param clusterId the form of the platform's cluster ids, or null if any text is allowed
 * @param digest SHA-256 of the canonical data, in hexadecimal
 */
public record Blueprint(
    String id,
    SortedMap<String, Map<String, Object>> clouds,
    SortedMap<String, Map<String, Object>> contributors,
    @Nullable TextRule clusterId,
    String digest) {
  /** Keeps sorted, unmodifiable copies. */
  public Blueprint {
    clouds = Collections.unmodifiableSortedMap(new TreeMap<>(clouds));
    contributors = Collections.unmodifiableSortedMap(new TreeMap<>(contributors));
  }

  /** The section of the contributor, a cloud or another one; empty if there is none. */
  public Optional<Map<String, Object>> section(String contributor) {
    return Optional.ofNullable(clouds.get(contributor))
        .or(() -> Optional.ofNullable(contributors.get(contributor)));
  }
}
