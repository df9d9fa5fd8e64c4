package dev.onboard4j.rbac;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of object that are read and written here, by their REST names. */
enum KubeKind {
  NAMESPACE("", "v1", "Namespace", "namespaces", false),
  SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts", true),
  CONFIG_MAP("", "v1", "ConfigMap", "configmaps", true),
  ROLE(Groups.RBAC, "v1", "Role", "roles", true),
  CLUSTER_ROLE(Groups.RBAC, "v1", "ClusterRole", "clusterroles", false),
  ROLE_BINDING(Groups.RBAC, "v1", "RoleBinding", "rolebindings", true),
  CLUSTER_ROLE_BINDING(Groups.RBAC, "v1", "ClusterRoleBinding", "clusterrolebindings", false);

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;
  private final boolean namespaced;

  KubeKind(String group, String version, String kind, String plural, boolean namespaced) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
    this.namespaced = namespaced;
  }

  String group() {
    return group;
  }

  String kind() {
    return kind;
  }

  String plural() {
    return plural;
  }

  boolean namespaced() {
    return namespaced;
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code clusterroles.rbac.authorization.k8s.io}, or the plural alone in the core group. */
  String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** Of what a resource id starts with: {@code cluster-role}. */
  String idType() {
    return kind.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  String collection(String namespace) {
    String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    return namespaced
        ? root + "/namespaces/" + Paths.segment(namespace) + "/" + plural
        : root + "/" + plural;
  }

  static Optional<KubeKind> qualified(String name) {
    return Arrays.stream(values()).filter(one -> one.qualified().equals(name)).findFirst();
  }

  /** A holder of its own: an enum cannot use its static fields in its constants. */
  static final class Groups {
    static final String RBAC = "rbac.authorization.k8s.io";

    private Groups() {}
  }
}
