package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.Risk;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.BlueprintSection;
import java.util.ArrayList;
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
      ObjectRef role, String serviceAccount, List<Reasoned> rules, List<PolicyRule> retired) {
    List<PolicyRule> wanted() {
      return rules.stream().map(Reasoned::rule).toList();
    }

    /** What makes a rule more than it seems, where this role holds. */
    List<Risk> risks(PolicyRule rule) {
      return Risk.of(rule).stream()
          .filter(risk -> role.namespace().isEmpty() || !risk.beyondNamespaces())
          .toList();
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
   */
  record Reasoned(PolicyRule rule, Map<String, Object> tree, String reason, String provenance) {}

  /** Reads a section, and refuses it with every problem at once. */
  static RbacBlueprint of(Map<String, Object> data) {
    List<Problem> problems = new ArrayList<>();
    BlueprintSection section =
        new BlueprintSection("blueprint.contributors.kubernetes", data, problems);
    RbacBlueprint blueprint =
        new RbacBlueprint(
            section.text("namespace"),
            section.parts("components", part -> component(part, problems)));
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    return blueprint;
  }

  private static Component component(BlueprintSection part, List<Problem> problems) {
    return new Component(
        part.text("name"),
        part.text("release"),
        part.flag("optional"),
        part.texts("serviceAccounts"),
        part.parts("roles", role -> role(role, problems)));
  }

  private static RoleSpec role(BlueprintSection part, List<Problem> problems) {
    boolean namespaced = part.text("kind").equals("Role");
    return new RoleSpec(
        new ObjectRef(
            namespaced ? KubeKind.ROLE : KubeKind.CLUSTER_ROLE,
            namespaced ? part.text("namespace") : "",
            part.text("name")),
        part.text("serviceAccount"),
        part.parts(
            "rules",
            one ->
                new Reasoned(
                    rule(one, problems), tree(one), one.text("reason"), one.text("provenance"))),
        part.has("retired") ? part.parts("retired", one -> rule(one, problems)) : List.of());
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
  private static PolicyRule rule(BlueprintSection part, List<Problem> problems) {
    PolicyRule rule =
        new PolicyRule(
            new TreeSet<>(part.has("apiGroups") ? part.texts("apiGroups") : List.of()),
            new TreeSet<>(part.has("resources") ? part.texts("resources") : List.of()),
            new TreeSet<>(part.has("resourceNames") ? part.texts("resourceNames") : List.of()),
            new TreeSet<>(part.has("nonResourceURLs") ? part.texts("nonResourceURLs") : List.of()),
            new TreeSet<>(part.texts("verbs")));
    boolean resources = !rule.resources().isEmpty() && !rule.apiGroups().isEmpty();
    if (rule.verbs().isEmpty() || resources == rule.aboutPaths()) {
      problems.add(
          new Problem(
              part.path(), "a rule needs verbs, and either apiGroups with resources or URLs"));
    }
    return rule;
  }
}
