package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.Risk;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.spi.support.BlueprintSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The section {@code contributors.kubernetes} of a blueprint. */
record RbacBlueprint(String namespace, List<Component> components) {
  /** A hosted component and the access it has. */
  record Component(
      String name,
      String release,
      boolean optional,
      List<String> serviceAccounts,
      List<RoleSpec> roles) {}

  /** A Role or ClusterRole, bound to one service account under its own name. */
  record RoleSpec(
      ObjectRef role, String serviceAccount, List<RuleSpec> rules, List<PolicyRule> retired) {
    List<PolicyRule> wanted() {
      return rules.stream().map(RuleSpec::rule).toList();
    }

    /** What makes a rule more than it seems, where this role holds. */
    List<Risk> risks(PolicyRule rule) {
      return Risk.of(rule).stream()
          .filter(risk -> role.namespace().isEmpty() || !risk.beyondNamespaces())
          .toList();
    }

    /** Where its rules hold, for people. */
    String scope() {
      return role.namespace().isEmpty() ? "the cluster" : "namespace " + role.namespace();
    }

    ObjectRef binding() {
      return new ObjectRef(
          role.kind() == KubeKind.ROLE ? KubeKind.ROLE_BINDING : KubeKind.CLUSTER_ROLE_BINDING,
          role.namespace(),
          role.name());
    }
  }

  /**
   * A rule, and why it is asked for.
   *
   * @param rule what it allows
   * @param tree the same as the blueprint writes it, in its order: server-side apply compares lists
   *     as they are, and a chart with the same rules shall find no difference
   * @param why the rule in words, with its reason
   */
  record RuleSpec(PolicyRule rule, Map<String, Object> tree, JustifiedPermission why) {}

  /** Reads a section, and refuses it with every problem at once. */
  static RbacBlueprint of(Map<String, Object> data) {
    return BlueprintSection.read("blueprint.contributors.kubernetes", data, RbacBlueprint::read);
  }

  private static RbacBlueprint read(BlueprintSection section) {
    // The engine names it where this contributor is missing.
    section.remarks("artifact");
    return new RbacBlueprint(
        section.text("namespace"), section.parts("components", RbacBlueprint::component));
  }

  private static Component component(BlueprintSection part) {
    part.remarks("about");
    return new Component(
        part.text("name"),
        part.text("release"),
        part.flag("optional"),
        part.texts("serviceAccounts"),
        part.parts("roles", RbacBlueprint::role));
  }

  private static RoleSpec role(BlueprintSection part) {
    boolean namespaced = part.choice("kind", List.of("Role", "ClusterRole")).equals("Role");
    return new RoleSpec(
        new ObjectRef(
            namespaced ? KubeKind.ROLE : KubeKind.CLUSTER_ROLE,
            namespaced ? part.text("namespace") : "",
            part.text("name")),
        part.text("serviceAccount"),
        part.parts("rules", RbacBlueprint::reasoned),
        part.has("retired") ? part.parts("retired", RbacBlueprint::rule) : List.of());
  }

  private static RuleSpec reasoned(BlueprintSection part) {
    PolicyRule rule = rule(part);
    return new RuleSpec(rule, tree(part), part.justified(rule.toString()));
  }

  private static Map<String, Object> tree(BlueprintSection part) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (String field :
        List.of("apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs")) {
      if (part.has(field)) {
        tree.put(field, part.texts(field));
      }
    }
    return tree;
  }

  /** What the API server would refuse with 422 is refused here, with its path. */
  private static PolicyRule rule(BlueprintSection part) {
    PolicyRule rule =
        new PolicyRule(
            new TreeSet<>(part.optionalTexts("apiGroups")),
            new TreeSet<>(part.optionalTexts("resources")),
            new TreeSet<>(part.optionalTexts("resourceNames")),
            new TreeSet<>(part.optionalTexts("nonResourceURLs")),
            new TreeSet<>(part.texts("verbs")));
    boolean resources = !rule.resources().isEmpty() && !rule.apiGroups().isEmpty();
    if (rule.verbs().isEmpty() || resources == rule.aboutPaths()) {
      part.refuse("a rule needs verbs, and either apiGroups with resources or URLs");
    }
    return rule;
  }
}
