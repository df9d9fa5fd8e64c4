package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.PermissionChecker;
import java.util.List;
import java.util.SortedMap;

/** Knows the permissions of the Kubernetes API; checks none where the API server is unknown. */
class RbacPermissions implements PermissionChecker {
  private final String namespace;

  /**
   * The permissions of one blueprint.
   *
   * @param namespace the namespace of the components, which may not exist yet
   */
  RbacPermissions(String namespace) {
    this.namespace = namespace;
  }

  @Override
  public final boolean knows(RequiredPermission permission) {
    return permission.permission().startsWith(ObjectRef.SERVICE + ":");
  }

  @Override
  public final SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
    return CallerRoles.documents(permissions, namespace);
  }
}
