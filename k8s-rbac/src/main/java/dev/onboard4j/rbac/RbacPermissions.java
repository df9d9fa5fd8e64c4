package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.PermissionChecker;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Knows the permissions of the Kubernetes API; cannot ask where the way to it is unknown. */
class RbacPermissions implements PermissionChecker {
  @Override
  public final boolean knows(RequiredPermission permission) {
    return permission.permission().startsWith(ObjectRef.SERVICE + ":");
  }

  @Override
  public final SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
    return permissions.isEmpty()
        ? new TreeMap<>()
        : new TreeMap<>(Map.of(CallerRole.DOCUMENT, CallerRole.of(permissions)));
  }
}
