package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may do what where: grants, role assignments and deny assignments. Guarded by the world. */
final class AzureRights {
  private record Grant(String scope, ObjectNode permission) {}

  private record Lack(String scope, String action) {}

  private final AzureWorld world;
  private final List<Grant> grants = new ArrayList<>();
  private final List<Lack> lacks = new ArrayList<>();
  private final Set<String> assignable = new LinkedHashSet<>();
  private final AzureShelf denials = new AzureShelf();

  AzureRights(AzureWorld world) {
    this.world = world;
    grant("/", AzureRole.named("Owner").permission());
  }

  /** Takes everything from the administrator, limits included. */
  void none() {
    grants.clear();
    lacks.clear();
    assignable.clear();
  }

  void grant(String scope, ObjectNode permission) {
    grants.add(new Grant(scope, permission));
  }

  void lack(String scope, String action) {
    lacks.add(new Lack(scope, action));
  }

  /** Limits, by a condition, the roles that the administrator may assign. */
  void assignOnly(List<String> roleIds) {
    assignable.addAll(roleIds);
  }

  AzureShelf denials() {
    return denials;
  }

  /** The entries that apply at a scope; neither denials nor conditions show in them. */
  List<ObjectNode> permissions(AzurePrincipal who, String scope) {
    List<ObjectNode> entries = new ArrayList<>();
    if (world.somebody(who)) {
      entries.add(AzureRole.named("Owner").permission());
    }
    if (world.administrator(who)) {
      grants.stream()
          .filter(grant -> AzureId.within(scope, grant.scope()))
          .forEach(grant -> entries.add(lacking(grant.permission().deepCopy(), scope)));
    }
    for (ObjectNode assignment : world.assignments().of(who.id())) {
      if (AzureId.within(scope, AzureJson.text(assignment.path("properties"), "scope"))) {
        entries.addAll(world.roles().permissions(assignment));
      }
    }
    return entries;
  }

  private ObjectNode lacking(ObjectNode permission, String scope) {
    if (permission.path("notActions") instanceof ArrayNode notActions) {
      lacks.stream()
          .filter(lack -> AzureId.within(scope, lack.scope()))
          .forEach(lack -> notActions.add(lack.action()));
    }
    return permission;
  }

  /** Whether the sender may do it: some role permits it, and nothing denies it. */
  boolean allows(AzurePrincipal who, String action, String scope) {
    return permits(who, action, scope) && denial(who, action, scope).isEmpty();
  }

  private boolean permits(AzurePrincipal who, String action, String scope) {
    return permissions(who, scope).stream()
        .anyMatch(entry -> names(entry, "actions", action) && !names(entry, "notActions", action));
  }

  private static boolean names(JsonNode entry, String member, String action) {
    return AzureJson.texts(entry.path(member)).stream()
        .anyMatch(pattern -> AzureActions.matches(pattern, action));
  }

  /** Refuses an action that the sender may not do at a scope, or that is denied there. */
  void check(AzurePrincipal who, String action, String scope) {
    if (!permits(who, action, scope)) {
      throw denied(who, action, scope);
    }
    Optional<ObjectNode> denial = denial(who, action, scope);
    if (denial.isPresent()) {
      throw denied(who, action, scope, denial.get());
    }
  }

  private Optional<ObjectNode> denial(AzurePrincipal who, String action, String scope) {
    return denials.truths().stream().filter(one -> denies(one, who, action, scope)).findFirst();
  }

  /** Refuses a role that a condition keeps the administrator from assigning. */
  void checkAssignable(AzurePrincipal who, String roleId, String scope) {
    boolean held = assignable.isEmpty() || !world.administrator(who);
    if (!held && assignable.stream().noneMatch(roleId::equalsIgnoreCase)) {
      // learn.microsoft.com, "Troubleshoot Azure RBAC": the text where a condition refuses.
      throw new AzureFailure(
          403,
          "AuthorizationFailed",
          client(who)
              + " does not have authorization or an ABAC condition not fulfilled to perform action"
              + " 'Microsoft.Authorization/roleAssignments/write' over scope '"
              + scope
              + "' or the scope is invalid. If access was recently granted, please refresh your"
              + " credentials.");
    }
  }

  private static boolean denies(
      ObjectNode denial, AzurePrincipal who, String action, String scope) {
    JsonNode properties = denial.path("properties");
    boolean excluded =
        who.equals(AzureWorld.SOMEBODY)
            || AzureJson.objects(properties.path("excludePrincipals")).stream()
                .anyMatch(one -> AzureJson.text(one, "id").equalsIgnoreCase(who.id()));
    return !excluded
        && AzureId.within(scope, AzureJson.text(properties, "scope"))
        && AzureJson.objects(properties.path("permissions")).stream()
            .anyMatch(
                entry -> names(entry, "actions", action) && !names(entry, "notActions", action));
  }

  private static String client(AzurePrincipal who) {
    return "The client '" + who.name() + "' with object id '" + who.id() + "'";
  }

  static AzureFailure denied(AzurePrincipal who, String action, String scope) {
    return new AzureFailure(
        403,
        "AuthorizationFailed",
        client(who)
            + (" does not have authorization to perform action '" + action + "' over scope '")
            + (scope + "' or the scope is invalid. If access was recently granted, please refresh")
            + " your credentials.");
  }

  private static AzureFailure denied(
      AzurePrincipal who, String action, String scope, ObjectNode denial) {
    String where = AzureJson.text(denial.path("properties"), "scope");
    return new AzureFailure(
        403,
        "DenyAssignmentAuthorizationFailed",
        client(who)
            + (" has permission to perform action '" + action + "' on scope '" + scope)
            + "'; however, the access is denied because of the deny assignment with name '"
            + AzureJson.text(denial.path("properties"), "denyAssignmentName")
            + ("' and Id '" + AzureJson.text(denial, "name").replace("-", ""))
            + ("' at scope '" + where + "'."));
  }

  static AzureFailure linked(AzurePrincipal who, String action, String scope, List<String> others) {
    return new AzureFailure(
        403,
        "LinkedAuthorizationFailed",
        client(who)
            + (" has permission to perform action '" + action + "' on scope '" + scope)
            + ("'; however, it does not have permission to perform action '" + action)
            + ("' on the linked scope(s) '" + String.join(",", others))
            + "' or the linked scope(s) are invalid.");
  }

  /** Denies at a scope to everyone but those principals, as a managed resource group does. */
  void deny(String scope, String name, List<String> actions, List<String> notActions) {
    String id = world.ids().next("denyAssignment");
    ObjectNode denial = AzureJson.object();
    denial.put("id", scope + "/providers/Microsoft.Authorization/denyAssignments/" + id);
    denial.put("type", "Microsoft.Authorization/denyAssignments");
    denial.put("name", id);
    ObjectNode properties = denial.putObject("properties");
    properties.put("denyAssignmentName", name);
    properties.putNull("description");
    ObjectNode permission = AzureRole.permission(actions, notActions, List.of());
    properties.set("permissions", AzureJson.array(List.of(permission)));
    properties.put("scope", scope);
    properties.put("doNotApplyToChildScopes", false);
    ObjectNode everyone = AzureJson.object();
    everyone.put("id", "00000000-0000-0000-0000-000000000000").put("type", "SystemDefined");
    properties.set("principals", AzureJson.array(List.of(everyone)));
    properties.putArray("excludePrincipals");
    properties.put("isSystemProtected", true);
    denials.put(id, denial, 0);
  }
}
