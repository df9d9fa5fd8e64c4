package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.NeedRule;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.RuleJson;
import dev.onboard4j.kubernetes.Rules;
import dev.onboard4j.model.RequiredPermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ClusterRole that lets the caller do what a plan takes, ready for {@code kubectl apply}. */
final class CallerRole {
  /** What it is called, as a document and as an object. */
  static final String DOCUMENT = "kubernetes-cluster-role";

  private CallerRole() {}

  static Map<String, Object> of(List<RequiredPermission> permissions) {
    List<PolicyRule> rules =
        permissions.stream().flatMap(one -> NeedRule.of(one).stream()).map(NeedRule::rule).toList();
    Map<String, Object> role = new LinkedHashMap<>();
    role.put("apiVersion", KubeKind.CLUSTER_ROLE.apiVersion());
    role.put("kind", KubeKind.CLUSTER_ROLE.kind());
    role.put("metadata", Map.of("name", "onboard4j-caller"));
    role.put("rules", Rules.normal(rules).stream().map(RuleJson::tree).toList());
    return role;
  }
}
