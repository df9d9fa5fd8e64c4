package dev.onboard4j.spi.support;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the ownership marks that tags, labels or descriptions carry. Immutable.
 *
 * @param own the marks of an object that belongs to this cluster only
 * @param shared the marks of an object that several clusters of the account use
 */
public record Marks(SortedMap<String, String> own, SortedMap<String, String> shared) {
  /** The marks of this session's cluster. */
  public static Marks of(SessionContext context) {
    TreeMap<String, String> shared = new TreeMap<>(context.marks());
    shared.put(SessionContext.CLUSTER_MARK, SessionContext.SHARED_MARK);
    return new Marks(
        Collections.unmodifiableSortedMap(context.marks()),
        Collections.unmodifiableSortedMap(shared));
  }

  /** The value of this cluster's mark: the cluster's URI. */
  public String cluster() {
    return String.valueOf(own.get(SessionContext.CLUSTER_MARK));
  }

  /**
   * Determines the owner of an existing object.
   *
   * @param mark the value of its {@link SessionContext#CLUSTER_MARK}, or null when it has none
   */
  public Owner owner(@Nullable String mark) {
    if (mark == null) {
      return Owner.UNMARKED;
    }
    if (mark.equals(SessionContext.SHARED_MARK)) {
      return Owner.SHARED;
    }
    return mark.equals(cluster()) ? Owner.OURS : Owner.OTHER;
  }
}
