package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.PermissionRule;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.RuleJson;
import dev.onboard4j.kubernetes.Rules;
import dev.onboard4j.model.RequiredPermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The roles that give the caller the permissions of a plan, ready for {@code kubectl apply}.
 *
 * <p>Permissions in a namespace go to a Role there, all others to a ClusterRole. No Role can be
 * created in a namespace that does not exist: while the plan creates the namespace, the permissions
 * in it go to the ClusterRole, too.
 */
final class CallerRoles {
  /** The name of the document with the ClusterRole. */
  static final String CLUSTER_ROLE = "kubernetes-cluster-role";

  /** The start of the names of documents with a Role; the namespace follows. */
  static final String ROLE = "kubernetes-role-";

  private CallerRoles() {}

  /** The documents by name; none when no permission is one of this API. */
  static SortedMap<String, Object> documents(
      List<RequiredPermission> permissions, String namespace) {
    List<PermissionRule> all =
        permissions.stream().flatMap(one -> PermissionRule.of(one).stream()).toList();
    boolean creates = all.stream().anyMatch(CallerRoles::createsNamespace);
    SortedMap<String, List<PolicyRule>> byNamespace = new TreeMap<>();
    for (PermissionRule one : all) {
      boolean everywhere = creates && one.namespace().equals(namespace);
      byNamespace
          .computeIfAbsent(everywhere ? "" : one.namespace(), key -> new ArrayList<>())
          .add(one.rule());
    }
    SortedMap<String, Object> documents = new TreeMap<>();
    byNamespace.forEach((in, rules) -> documents.put(document(in), role(in, rules)));
    return documents;
  }

  private static boolean createsNamespace(PermissionRule rule) {
    return rule.verb().equals("create")
        && rule.group().isEmpty()
        && rule.resource().equals(KubeKind.NAMESPACE.plural());
  }

  private static String document(String namespace) {
    return namespace.isEmpty() ? CLUSTER_ROLE : ROLE + namespace;
  }

  private static Map<String, Object> role(String namespace, List<PolicyRule> rules) {
    KubeKind kind = namespace.isEmpty() ? KubeKind.CLUSTER_ROLE : KubeKind.ROLE;
    Map<String, Object> metadata = new LinkedHashMap<>(Map.of("name", "onboard4j-caller"));
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    Map<String, Object> role = new LinkedHashMap<>();
    role.put("apiVersion", kind.apiVersion());
    role.put("kind", kind.kind());
    role.put("metadata", metadata);
    role.put("rules", Rules.normal(rules).stream().map(RuleJson::tree).toList());
    return role;
  }
}
