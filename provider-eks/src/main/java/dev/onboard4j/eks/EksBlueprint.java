package dev.onboard4j.eks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.BlueprintSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked for on EKS: the {@code clouds.eks} section of a blueprint, typed. */
record EksBlueprint(
    Map<String, String> policyNames,
    PolicySpec managedPolicy,
    RoleSpec clusterRole,
    PolicySpec inlinePolicy,
    RoleSpec nodeRole,
    String nodeService,
    @Nullable PolicySpec ipv6Policy,
    GroupSpec securityGroup) {

  /** One permission with its reason. */
  record Permission(String action, String reason, String provenance) {}

  /** One statement of a policy; resources and conditions have holes to fill. */
  record Statement(
      String sid, List<Permission> permissions, List<String> resources, Map<?, ?> conditions) {}

  /** A policy of ours. */
  record PolicySpec(String name, String description, List<Statement> statements) {}

  /** A policy of AWS's, attached to a role. */
  record Attachment(String policy, String reason, String provenance) {}

  /** A role; its names by the way of naming. */
  record RoleSpec(
      Map<String, String> names,
      String description,
      List<Attachment> attachments,
      List<String> retired) {}

  /** The security group of the nodes. */
  record GroupSpec(String name, String description, Map<String, String> tags) {}

  /** Reads a section, and refuses it with every problem at once. */
  static EksBlueprint of(Map<String, Object> data) {
    List<Problem> problems = new ArrayList<>();
    BlueprintSection eks = new BlueprintSection("blueprint.clouds.eks", data, problems);
    BlueprintSection managed = eks.part("managedPolicy");
    BlueprintSection node = eks.part("nodeRole");
    BlueprintSection group = eks.part("securityGroup");
    BlueprintSection cluster = eks.part("clusterRole");
    EksBlueprint blueprint =
        new EksBlueprint(
            named(managed, "account", "cluster"),
            new PolicySpec(
                "by setting",
                managed.text("description"),
                managed.parts("statements", EksBlueprint::statement)),
            role(cluster),
            policy(cluster.part("inlinePolicy")),
            role(node),
            node.text("service"),
            node.has("ipv6Policy") ? policy(node.part("ipv6Policy")) : null,
            new GroupSpec(group.text("name"), group.text("description"), group.map("tags")));
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    return blueprint;
  }

  private static RoleSpec role(BlueprintSection role) {
    return new RoleSpec(
        named(role, "script", "document"),
        role.text("description"),
        role.parts(
            "attachments",
            one -> new Attachment(one.text("policy"), one.text("reason"), one.text("provenance"))),
        role.has("retiredAttachments") ? role.texts("retiredAttachments") : List.of());
  }

  private static Map<String, String> named(BlueprintSection part, String... ways) {
    BlueprintSection names = part.part("name");
    for (String way : ways) {
      names.text(way);
    }
    return part.map("name");
  }

  private static PolicySpec policy(BlueprintSection policy) {
    return new PolicySpec(
        policy.text("name"),
        policy.text("description", ""),
        policy.parts("statements", EksBlueprint::statement));
  }

  private static Statement statement(BlueprintSection one) {
    return new Statement(
        one.text("sid"),
        one.parts(
            "actions",
            action ->
                new Permission(
                    action.text("action"), action.text("reason"), action.text("provenance"))),
        one.texts("resources"),
        one.tree("conditions"));
  }
}
