package dev.onboard4j.gke;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.BlueprintSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The section {@code clouds.gke} of a blueprint. */
record GkeBlueprint(
    List<Reasoned> services,
    String accountId,
    String displayName,
    RoleSpec role,
    List<Reasoned> projectRoles,
    List<String> retiredProjectRoles,
    Condition nodeAccounts,
    List<ConditionalRole> impersonation,
    String workloadIdentityMember) {
  /** A service, a role or a permission, and why it is asked for. */
  record Reasoned(String name, String reason, String provenance) {}

  /** A custom role. */
  record RoleSpec(
      Map<String, String> ids,
      String title,
      String description,
      String stage,
      List<Reasoned> permissions,
      Map<String, List<Reasoned>> optional) {}

  /** When a binding holds. */
  record Condition(String title, String description, String expression) {}

  /** A role that is given under a condition, or without one. */
  record ConditionalRole(Reasoned role, @Nullable Condition condition) {}

  /** Reads a section, and refuses it with every problem at once. */
  static GkeBlueprint of(Map<String, Object> data) {
    List<Problem> problems = new ArrayList<>();
    BlueprintSection gke = new BlueprintSection("blueprint.clouds.gke", data, problems);
    BlueprintSection account = gke.part("serviceAccount");
    GkeBlueprint blueprint =
        new GkeBlueprint(
            gke.parts("services", one -> reasoned(one, "service")),
            account.text("id"),
            account.text("displayName"),
            role(gke.part("role")),
            gke.parts("projectRoles", one -> reasoned(one, "role")),
            gke.has("retiredProjectRoles") ? gke.texts("retiredProjectRoles") : List.of(),
            condition(gke.part("nodeAccountCondition")),
            gke.parts(
                "impersonation",
                one ->
                    new ConditionalRole(
                        reasoned(one, "role"),
                        one.has("condition") ? condition(one.part("condition")) : null)),
            gke.part("workloadIdentity").text("member"));
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    return blueprint;
  }

  private static Reasoned reasoned(BlueprintSection one, String key) {
    return new Reasoned(one.text(key), one.text("reason"), one.text("provenance"));
  }

  private static RoleSpec role(BlueprintSection role) {
    BlueprintSection ids = role.part("id");
    ids.text("project");
    ids.text("cluster");
    Map<String, List<Reasoned>> optional = new TreeMap<>();
    if (role.has("optional")) {
      BlueprintSection groups = role.part("optional");
      role.tree("optional")
          .keySet()
          .forEach(
              name ->
                  optional.put(
                      String.valueOf(name),
                      groups.parts(String.valueOf(name), one -> reasoned(one, "permission"))));
    }
    return new RoleSpec(
        role.map("id"),
        role.text("title"),
        role.text("description"),
        role.text("stage"),
        role.parts("permissions", one -> reasoned(one, "permission")),
        optional);
  }

  private static Condition condition(BlueprintSection one) {
    return new Condition(one.text("title"), one.text("description", ""), one.text("expression"));
  }
}
