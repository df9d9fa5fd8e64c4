package dev.onboard4j.gke;

import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.spi.support.BlueprintSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The section {@code clouds.gke} of a blueprint. */
record GkeBlueprint(
    List<JustifiedPermission> services,
    String accountId,
    String displayName,
    RoleSpec role,
    List<JustifiedPermission> projectRoles,
    List<String> retiredProjectRoles,
    Condition nodeAccounts,
    List<ConditionalRole> impersonation,
    String workloadIdentityMember) {
  // IAM reference, RoleLaunchStage.
  private static final List<String> STAGES =
      List.of("ALPHA", "BETA", "GA", "DEPRECATED", "DISABLED", "EAP");

  /** A custom role. */
  record RoleSpec(
      Map<String, String> ids,
      String title,
      String description,
      String stage,
      List<JustifiedPermission> permissions,
      Map<String, List<JustifiedPermission>> optional) {
    /** Every permission that the blueprint explains, whether it is asked for or not. */
    List<JustifiedPermission> explained() {
      List<JustifiedPermission> all = new ArrayList<>(permissions);
      optional.values().forEach(all::addAll);
      return List.copyOf(all);
    }
  }

  /** The names of the APIs that an apply enables. */
  List<String> serviceNames() {
    return services.stream().map(JustifiedPermission::permission).toList();
  }

  /** When a binding holds. */
  record Condition(String title, String description, String expression) {}

  /** A role that is given under a condition, or without one. */
  record ConditionalRole(JustifiedPermission role, @Nullable Condition condition) {}

  /** Reads a section, and refuses it with every problem at once. */
  static GkeBlueprint of(Map<String, Object> data) {
    return BlueprintSection.read("blueprint.clouds.gke", data, GkeBlueprint::read);
  }

  private static GkeBlueprint read(BlueprintSection gke) {
    BlueprintSection account = gke.part("serviceAccount");
    return new GkeBlueprint(
        gke.parts("services", one -> one.permission("service")),
        account.text("id"),
        account.text("displayName"),
        role(gke.part("role")),
        gke.parts("projectRoles", one -> one.permission("role")),
        gke.optionalTexts("retiredProjectRoles"),
        condition(gke.part("nodeAccountCondition")),
        gke.parts("impersonation", GkeBlueprint::conditionalRole),
        gke.part("workloadIdentity").text("member"));
  }

  private static ConditionalRole conditionalRole(BlueprintSection one) {
    return new ConditionalRole(
        one.permission("role"), one.optional("condition", GkeBlueprint::condition).orElse(null));
  }

  private static RoleSpec role(BlueprintSection role) {
    BlueprintSection ids = role.part("id");
    return new RoleSpec(
        Map.of("project", ids.text("project"), "cluster", ids.text("cluster")),
        role.text("title"),
        role.text("description"),
        role.choice("stage", STAGES),
        permissions(role, "permissions"),
        role.optional("optional", GkeBlueprint::optional).orElse(Map.of()));
  }

  private static Map<String, List<JustifiedPermission>> optional(BlueprintSection groups) {
    Map<String, List<JustifiedPermission>> byGroup = new TreeMap<>();
    groups.keys().forEach(name -> byGroup.put(name, permissions(groups, name)));
    return byGroup;
  }

  private static List<JustifiedPermission> permissions(BlueprintSection part, String key) {
    return part.parts(key, one -> one.permission("permission"));
  }

  private static Condition condition(BlueprintSection one) {
    return new Condition(one.text("title"), one.text("description", ""), one.text("expression"));
  }
}
