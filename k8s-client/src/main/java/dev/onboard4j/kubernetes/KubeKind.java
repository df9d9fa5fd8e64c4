package dev.onboard4j.kubernetes;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of objects that handlers read and write, with their REST names. */
public enum KubeKind {
  /** Namespaces. */
  NAMESPACE("", "v1", "Namespace", "namespaces", false),
  /** Service accounts. */
  SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts", true),
  /** Config maps. */
  CONFIG_MAP("", "v1", "ConfigMap", "configmaps", true),
  /** Roles of one namespace. */
  ROLE(Groups.RBAC, "v1", "Role", "roles", true),
  /** Roles of the whole cluster. */
  CLUSTER_ROLE(Groups.RBAC, "v1", "ClusterRole", "clusterroles", false),
  /** Bindings in one namespace. */
  ROLE_BINDING(Groups.RBAC, "v1", "RoleBinding", "rolebindings", true),
  /** Bindings in the whole cluster. */
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

  /** The API group; the empty string for the core group. */
  public String group() {
    return group;
  }

  /** The kind, as objects name it: {@code ClusterRole}. */
  public String kind() {
    return kind;
  }

  /** The resource, as paths and rules name it: {@code clusterroles}. */
  public String plural() {
    return plural;
  }

  /** Whether its objects are in namespaces. */
  public boolean namespaced() {
    return namespaced;
  }

  /** The group and version, as objects name them: {@code rbac.authorization.k8s.io/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code clusterroles.rbac.authorization.k8s.io}, or the plural alone in the core group. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** The type of a resource id: {@code cluster-role}. */
  String idType() {
    return kind.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  String collection(String namespace) {
    return namespaced
        ? root() + "/namespaces/" + Paths.segment(namespace) + "/" + plural
        : everywhere();
  }

  /** The path of all objects of the kind, in all namespaces. */
  String everywhere() {
    return root() + "/" + plural;
  }

  private String root() {
    return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
  }

  /** The kind with that qualified name, if it is one of these. */
  public static Optional<KubeKind> qualified(String name) {
    return Arrays.stream(values()).filter(one -> one.qualified().equals(name)).findFirst();
  }

  /** A class of its own: the constants of an enum cannot use its static fields. */
  private static final class Groups {
    static final String RBAC = "rbac.authorization.k8s.io";

    private Groups() {}
  }
}
