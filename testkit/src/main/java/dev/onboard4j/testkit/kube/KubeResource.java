package dev.onboard4j.testkit.kube;

import java.util.Optional;
import java.util.Set;

/** A kind of object that the embedded API server stores, with its properties. */
enum KubeResource {
  NAMESPACES("", "namespaces", "namespace", "Namespace", "ns"),
  SERVICE_ACCOUNTS("", "serviceaccounts", "serviceaccount", "ServiceAccount", "sa"),
  CONFIG_MAPS("", "configmaps", "configmap", "ConfigMap", "cm"),
  ROLES(KubeResource.RBAC, "roles", "role", "Role", ""),
  CLUSTER_ROLES(KubeResource.RBAC, "clusterroles", "clusterrole", "ClusterRole", ""),
  ROLE_BINDINGS(KubeResource.RBAC, "rolebindings", "rolebinding", "RoleBinding", ""),
  CLUSTER_ROLE_BINDINGS(
      KubeResource.RBAC, "clusterrolebindings", "clusterrolebinding", "ClusterRoleBinding", "");

  static final String RBAC = "rbac.authorization.k8s.io";

  private final String group;
  private final String plural;
  private final String singular;
  private final String kind;
  private final String shortName;

  KubeResource(String group, String plural, String singular, String kind, String shortName) {
    this.group = group;
    this.plural = plural;
    this.singular = singular;
    this.kind = kind;
    this.shortName = shortName;
  }

  static Optional<KubeResource> of(String group, String plural) {
    for (KubeResource one : values()) {
      if (one.group.equals(group) && one.plural.equals(plural)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  String group() {
    return group;
  }

  String plural() {
    return plural;
  }

  String singular() {
    return singular;
  }

  String kind() {
    return kind;
  }

  /** The short name for kubectl; the empty string if there is none. */
  String shortName() {
    return shortName;
  }

  boolean namespaced() {
    return this != NAMESPACES && this != CLUSTER_ROLES && this != CLUSTER_ROLE_BINDINGS;
  }

  boolean rbac() {
    return group.equals(RBAC);
  }

  boolean role() {
    return this == ROLES || this == CLUSTER_ROLES;
  }

  boolean binding() {
    return this == ROLE_BINDINGS || this == CLUSTER_ROLE_BINDINGS;
  }

  String apiVersion() {
    return group.isEmpty() ? "v1" : group + "/v1";
  }

  /** {@code clusterroles.rbac.authorization.k8s.io}, as in error messages. */
  String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** The maps whose entries have separate owners; other fields are owned as a whole. */
  Set<String> granular() {
    return this == CONFIG_MAPS ? Set.of("data", "binaryData") : Set.of();
  }

  /** Whether a PUT of a missing object creates it. */
  boolean createsOnUpdate() {
    return rbac();
  }
}
