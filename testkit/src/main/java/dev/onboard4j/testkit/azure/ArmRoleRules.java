package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Azure refuses when a role definition is written or deleted. */
final class ArmRoleRules {
  // learn.microsoft.com, "Azure custom roles", limits.
  private static final int NAME = 512;
  private static final int DESCRIPTION = 2048;
  private static final int SCOPES = 2000;
  private static final int ROLES = 5000;

  private static final Pattern CONDITION =
      Pattern.compile("(?i)\\s*(?:atScopeAndBelow\\(\\)|(roleName|type) eq '(.*)')\\s*");

  private final AzureWorld world;
  private final AzureShelf roles;

  ArmRoleRules(AzureWorld world, AzureShelf roles) {
    this.world = world;
    this.roles = roles;
  }

  void check(ArmCall call) {
    JsonNode given = call.properties();
    ArmShape.ROLE_DEFINITION.check(given);
    given.path("permissions").forEach(ArmShape.PERMISSION::check);
    checkForm(call, given);
    List<String> scopes = AzureJson.texts(given.path("assignableScopes"));
    String write = ArmRoleDefinitions.TYPE + "/write";
    checkScopes(call, write, scopes);
    // A role is deleted though a group of it is gone; it is not written.
    refuse(call, write, scopes.stream().filter(scope -> !exists(scope)).toList());
    checkActions(given);
    checkName(call, AzureJson.text(given, "roleName"));
    roles.truth(call.name()).ifPresent(before -> checkRemoved(call.name(), before, scopes));
  }

  private static void checkForm(ArmCall call, JsonNode given) {
    String name = AzureJson.text(given, "roleName");
    List<String> scopes = AzureJson.texts(given.path("assignableScopes"));
    boolean longer =
        name.length() > NAME
            || AzureJson.text(given, "description").length() > DESCRIPTION
            || scopes.size() > SCOPES;
    boolean wrong = scopes.isEmpty() || scopes.stream().anyMatch(ArmRoleRules::noScope);
    if (!AzureId.guid(call.name()) || name.isEmpty() || longer || wrong) {
      throw badFormat();
    }
  }

  private static boolean noScope(String scope) {
    return !scope.startsWith("/") || scope.equals("/") || scope.contains("*");
  }

  static AzureFailure badFormat() {
    return new AzureFailure(400, "BadRequestFormat", "The request was incorrectly formatted.");
  }

  /** Every assignable scope has to permit the action. */
  private void checkScopes(ArmCall call, String action, List<String> scopes) {
    List<String> refused =
        scopes.stream()
            .filter(scope -> !world.rights().allows(call.caller(), action, scope))
            .toList();
    refuse(call, action, refused);
    scopes.forEach(world.subscriptions()::checkWritable);
  }

  private static void refuse(ArmCall call, String action, List<String> refused) {
    if (!refused.isEmpty()) {
      throw AzureRights.linked(call.caller(), action, call.scope(), refused);
    }
  }

  private boolean exists(String scope) {
    return AzureId.managementGroup(scope) || world.subscriptions().exists(scope);
  }

  private void checkActions(JsonNode given) {
    for (ObjectNode permission : AzureJson.objects(given.path("permissions"))) {
      for (String member : List.of("actions", "notActions")) {
        AzureJson.texts(permission.path(member)).forEach(this::checkAction);
      }
    }
  }

  private void checkAction(String action) {
    boolean stars = action.indexOf('*') != action.lastIndexOf('*');
    if (stars || !world.actions().known(action)) {
      throw new AzureFailure(
          400,
          "InvalidActionOrNotAction",
          "'" + action + "' does not match any of the actions supported by the providers.");
    }
  }

  /** The name is unique in the tenant, whoever may read its holder. */
  private void checkName(ArmCall call, String name) {
    boolean taken =
        roles.truths().stream()
            .filter(role -> !AzureJson.text(role, "name").equalsIgnoreCase(call.name()))
            .anyMatch(
                role -> AzureJson.text(role.path("properties"), "roleName").equalsIgnoreCase(name));
    boolean builtIn = AzureRole.byId(call.name()).isPresent();
    if (taken || builtIn) {
      throw new AzureFailure(
          409,
          "RoleDefinitionWithSameNameExists",
          "A role definition cannot be updated with a name that already exists.");
    }
    if (roles.truths().size() >= ROLES) {
      throw new AzureFailure(
          400,
          "RoleDefinitionLimitExceeded",
          "Role definition limit exceeded. No more role definitions can be created.");
    }
  }

  private void checkRemoved(String guid, ObjectNode before, List<String> scopes) {
    for (String old : AzureJson.texts(before.path("properties").path("assignableScopes"))) {
      boolean kept = scopes.stream().anyMatch(scope -> AzureId.same(scope, old));
      if (!kept && world.assignments().uses(guid, old)) {
        throw new AzureFailure(
            400,
            "RoleScopeBeingRemovedContainsAssignments",
            "Role assignments found under scope '"
                + old
                + "' which is being removed. Remove the role assignments first.");
      }
    }
  }

  void checkDelete(ArmCall call, ObjectNode role) {
    checkScopes(
        call,
        ArmRoleDefinitions.TYPE + "/delete",
        AzureJson.texts(role.path("properties").path("assignableScopes")));
    if (world.assignments().uses(call.name(), "/")) {
      throw new AzureFailure(
          400,
          "RoleDefinitionHasAssignments",
          "There are existing role assignments referencing role (code: RoleDefinitionHasAssignments)");
    }
  }

  /** Whether a filter of a listing chooses a role; names have no case. */
  static boolean chosen(ObjectNode role, String filter) {
    JsonNode properties = role.path("properties");
    for (String part : AzureFilters.conditions(filter)) {
      Matcher condition = CONDITION.matcher(part);
      if (!condition.matches()) {
        throw AzureWorld.notServed("the filter " + part);
      }
      Optional<String> member = Optional.ofNullable(condition.group(1));
      String wanted = String.valueOf(condition.group(2)).replace("''", "'");
      String name = member.map(m -> m.equalsIgnoreCase("type") ? "type" : "roleName").orElse("");
      if (member.isPresent() && !AzureJson.text(properties, name).equalsIgnoreCase(wanted)) {
        return false;
      }
    }
    return true;
  }
}
