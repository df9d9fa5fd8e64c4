package dev.onboard4j.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Converts rules from and to the API's JSON. Pure; thread-safe. */
public final class RuleJson {
  private RuleJson() {}

  /** The rules of a list of JSON objects; none when the value is not a list. */
  public static List<PolicyRule> rules(@Nullable Object list) {
    List<PolicyRule> rules = new ArrayList<>();
    KubeJson.list(list).forEach(one -> rules.add(rule(KubeJson.map(one))));
    return rules;
  }

  /** The rule of a JSON object. */
  public static PolicyRule rule(Map<String, Object> tree) {
    return new PolicyRule(
        new TreeSet<>(KubeJson.texts(tree.get("apiGroups"))),
        new TreeSet<>(KubeJson.texts(tree.get("resources"))),
        new TreeSet<>(KubeJson.texts(tree.get("resourceNames"))),
        new TreeSet<>(KubeJson.texts(tree.get("nonResourceURLs"))),
        new TreeSet<>(KubeJson.texts(tree.get("verbs"))));
  }

  /** The JSON object of a rule. */
  public static Map<String, Object> tree(PolicyRule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (rule.aboutPaths()) {
      tree.put("nonResourceURLs", List.copyOf(rule.nonResourceUrls()));
    } else {
      tree.put("apiGroups", List.copyOf(rule.apiGroups()));
      tree.put("resources", List.copyOf(rule.resources()));
      if (!rule.resourceNames().isEmpty()) {
        tree.put("resourceNames", List.copyOf(rule.resourceNames()));
      }
    }
    tree.put("verbs", List.copyOf(rule.verbs()));
    return tree;
  }
}
