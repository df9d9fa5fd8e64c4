package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.Risk;
import dev.onboard4j.kubernetes.Rules;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.spi.support.BlueprintSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The section {@code contributors.kubernetes} of a blueprint. */
record RbacBlueprint(String namespace, List<Component> components) {
  /**
   * A hosted component and the access it has.
   *
   * @param createsNamespace whether its chart creates the namespace unless a value forbids it
   */
  record Component(
      String name,
      String release,
      boolean optional,
      boolean createsNamespace,
      List<String> serviceAccounts,
      List<RoleSpec> roles) {}

  /** A Role or ClusterRole, bound to one service account under its own name. */
  record RoleSpec(
      ObjectRef role, String serviceAccount, List<RuleSpec> rules, List<PolicyRule> retired) {
    List<PolicyRule> wanted() {
      return rules.stream().map(RuleSpec::rule).toList();
    }

    /** The part of a found rule that stays: all of it, except what earlier blueprints put there. */
    List<PolicyRule> kept(PolicyRule found) {
      Set<PolicyRule> obsolete = new TreeSet<>(pieces(retired));
      obsolete.removeAll(pieces(wanted()));
      List<PolicyRule> pieces = Rules.pieces(found);
      List<PolicyRule> kept = pieces.stream().filter(one -> !obsolete.contains(one)).toList();
      return kept.size() == pieces.size() ? List.of(found) : Rules.normal(kept);
    }

    private static List<PolicyRule> pieces(List<PolicyRule> rules) {
      return rules.stream().flatMap(rule -> Rules.pieces(rule).stream()).toList();
    }

    /** The risks of a rule in the scope of this role. */
    List<Risk> risks(PolicyRule rule) {
      return Risk.of(rule).stream()
          .filter(risk -> role.namespace().isEmpty() || !risk.beyondNamespaces())
          .toList();
    }

    /** The scope of the role, in words. */
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
   * A rule with its reason.
   *
   * @param rule the rule
   * @param tree the JSON of the rule in the order of the blueprint: server-side apply compares
   *     lists with their order, and a chart with the same rules must find no difference
   * @param why the rule in words, with its reason
   */
  record RuleSpec(PolicyRule rule, Map<String, Object> tree, JustifiedPermission why) {}

  /** Reads a section; throws with all problems at once. */
  static RbacBlueprint of(Map<String, Object> data) {
    return BlueprintSection.read("blueprint.contributors.kubernetes", data, RbacBlueprint::read);
  }

  private static RbacBlueprint read(BlueprintSection section) {
    // The engine names the artifact when this contributor is missing.
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
        part.flag("createsNamespace"),
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

  /** Refuses what the API server would refuse with 422, with the path in the blueprint. */
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
