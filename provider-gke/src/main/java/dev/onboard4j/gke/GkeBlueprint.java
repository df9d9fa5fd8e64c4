package dev.onboard4j.gke;

import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.spi.support.BlueprintSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The {@code clouds.gke} section of a blueprint, typed. */
record GkeBlueprint(
    List<JustifiedPermission> services,
    String accountId,
    String displayName,
    RoleSpec role,
    List<JustifiedPermission> projectRoles,
    List<String> retiredProjectRoles,
    Condition nodeAccounts,
    List<ConditionalRole> impersonation,
    String workloadIdentityMember,
    List<String> platformNodePools) {
  // IAM reference, RoleLaunchStage.
  private static final List<String> STAGES =
      List.of("ALPHA", "BETA", "GA", "DEPRECATED", "DISABLED", "EAP");

  /** A custom role; its id for each value of {@code gke.role}, its permissions by feature. */
  record RoleSpec(
      Map<String, String> ids,
      String title,
      String description,
      String stage,
      List<JustifiedPermission> permissions,
      Map<String, List<JustifiedPermission>> optional) {
    /** The names of the permissions of all features. */
    Set<String> optionalNames() {
      Set<String> names = new TreeSet<>();
      optional.values().forEach(some -> some.forEach(one -> names.add(one.permission())));
      return names;
    }

    /** All permissions with their reasons, including those of features that are not enabled. */
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

  /** The condition of a binding (IAM reference, Expr). */
  record Condition(String title, String description, String expression) {}

  /** A role to grant, under a condition if there is one. */
  record ConditionalRole(JustifiedPermission role, @Nullable Condition condition) {}

  /** Reads a section, or refuses it with all of its problems. */
  static GkeBlueprint of(Map<String, Object> data) {
    return BlueprintSection.read("blueprint.clouds.gke", data, GkeBlueprint::read);
  }

  private static GkeBlueprint read(BlueprintSection gke) {
    BlueprintSection account = gke.part("serviceAccount");
    return new GkeBlueprint(
        gke.parts("services", service -> service.permission("service")),
        account.text("id"),
        account.text("displayName"),
        role(gke.part("role")),
        gke.parts("projectRoles", projectRole -> projectRole.permission("role")),
        gke.optionalTexts("retiredProjectRoles"),
        condition(gke.part("nodeAccountCondition")),
        gke.parts("impersonation", GkeBlueprint::conditionalRole),
        gke.part("workloadIdentity").text("member"),
        gke.optionalTexts("platformNodePools"));
  }

  private static ConditionalRole conditionalRole(BlueprintSection role) {
    return new ConditionalRole(
        role.permission("role"), role.optional("condition", GkeBlueprint::condition).orElse(null));
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
    return part.parts(key, item -> item.permission("permission"));
  }

  private static Condition condition(BlueprintSection part) {
    return new Condition(part.text("title"), part.text("description", ""), part.text("expression"));
  }
}
