package dev.onboard4j.spi;

import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Answers for the permissions of one system: whether the caller holds them, and how to grant them.
 *
 * <p>Used by one thread at a time.
 */
public interface PermissionChecker {
  /**
   * Whether that permission belongs to this system; a permission belongs to the first that says so.
   */
  boolean knows(RequiredPermission permission);

  /** Whether the caller holds each of these permissions, as far as the system tells. Reads only. */
  default List<PermissionCheck> check(
      List<RequiredPermission> permissions, RequestContext requests) {
    return permissions.stream()
        .map(one -> PermissionCheck.unknown(one, "this provider does not ask"))
        .toList();
  }

  /** The same permissions as documents in the system's own paste-ready form, by name. */
  default SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
    return new TreeMap<>();
  }
}
