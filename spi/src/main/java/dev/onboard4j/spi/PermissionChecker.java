package dev.onboard4j.spi;

import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks the permissions of one system: whether the caller holds them, and how to grant them.
 *
 * <p>Used by one thread at a time.
 */
public interface PermissionChecker {
  /**
   * Whether the permission belongs to this system. If several checkers claim it, the first counts.
   */
  boolean knows(RequiredPermission permission);

  /** Checks whether the caller holds each permission, as far as the system tells. Reads only. */
  default List<PermissionCheck> check(
      List<RequiredPermission> permissions, RequestContext requests) {
    return permissions.stream()
        .map(permission -> PermissionCheck.unknown(permission, "this provider does not ask"))
        .toList();
  }

  /** Renders the permissions as documents in the system's own format, ready to paste, by name. */
  default SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
    return new TreeMap<>();
  }
}
