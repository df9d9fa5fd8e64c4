package dev.onboard4j.eks;

import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.spi.support.BlueprintSection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The {@code clouds.eks} section of a blueprint, typed. */
record EksBlueprint(
    Map<String, String> policyNames,
    PolicySpec managedPolicy,
    RoleSpec clusterRole,
    PolicySpec inlinePolicy,
    RoleSpec nodeRole,
    String nodeService,
    @Nullable PolicySpec ipv6Policy,
    GroupSpec securityGroup) {

  /**
   * One statement of a policy; resources and conditions are templates.
   *
   * @param conditions the values by operator and condition key; empty when the statement has no
   *     condition
   */
  record Statement(
      String sid,
      List<JustifiedPermission> permissions,
      List<String> resources,
      Map<String, Map<String, List<String>>> conditions) {}

  /** A policy that onboarding writes. */
  record PolicySpec(String name, String description, List<Statement> statements) {}

  /** A role: its names by naming scheme, and the AWS managed policies that are attached to it. */
  record RoleSpec(
      Map<String, String> names,
      String description,
      List<JustifiedPermission> attachments,
      List<String> retired) {}

  /** The security group of the nodes. */
  record GroupSpec(String name, String description, Map<String, String> tags) {}

  /** Reads a section; refuses it with all of its problems. */
  static EksBlueprint of(Map<String, Object> data) {
    return BlueprintSection.read("blueprint.clouds.eks", data, EksBlueprint::read);
  }

  private static EksBlueprint read(BlueprintSection eks) {
    BlueprintSection managed = eks.part("managedPolicy");
    BlueprintSection node = eks.part("nodeRole");
    BlueprintSection group = eks.part("securityGroup");
    BlueprintSection cluster = eks.part("clusterRole");
    return new EksBlueprint(
        names(managed, "account", "cluster"),
        new PolicySpec("by setting", managed.text("description"), statements(managed)),
        role(cluster),
        policy(cluster.part("inlinePolicy")),
        role(node),
        node.text("service"),
        node.optional("ipv6Policy", EksBlueprint::policy).orElse(null),
        new GroupSpec(group.text("name"), group.text("description"), group.map("tags")));
  }

  private static RoleSpec role(BlueprintSection role) {
    return new RoleSpec(
        names(role, "script", "document"),
        role.text("description"),
        role.parts("attachments", one -> one.permission("policy")),
        role.optionalTexts("retiredAttachments"));
  }

  private static Map<String, String> names(BlueprintSection part, String one, String other) {
    BlueprintSection names = part.part("name");
    return Map.of(one, names.text(one), other, names.text(other));
  }

  private static PolicySpec policy(BlueprintSection policy) {
    return new PolicySpec(policy.text("name"), policy.text("description", ""), statements(policy));
  }

  private static List<Statement> statements(BlueprintSection policy) {
    return policy.parts("statements", EksBlueprint::statement);
  }

  private static Statement statement(BlueprintSection one) {
    return new Statement(
        one.text("sid"),
        one.parts("actions", action -> action.permission("action")),
        one.texts("resources"),
        one.optional("conditions", EksBlueprint::conditions).orElse(Map.of()));
  }

  private static Map<String, Map<String, List<String>>> conditions(BlueprintSection conditions) {
    Map<String, Map<String, List<String>>> byOperator = new TreeMap<>();
    for (String operator : filled(conditions)) {
      BlueprintSection keys = conditions.part(operator);
      Map<String, List<String>> byKey = new TreeMap<>();
      for (String key : filled(keys)) {
        byKey.put(key, keys.texts(key));
      }
      byOperator.put(operator, byKey);
    }
    return byOperator;
  }

  /** Refuses an empty condition, which looks like a restriction and restricts nothing. */
  private static List<String> filled(BlueprintSection part) {
    if (part.keys().isEmpty()) {
      part.refuse("is empty and restricts nothing; leave it out instead");
    }
    return part.keys();
  }
}
