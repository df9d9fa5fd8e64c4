package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Role definitions: REST reference, Microsoft.Authorization 2022-04-01, and learn.microsoft.com,
 * "Azure custom roles" and "Troubleshoot Azure RBAC". Guarded by the world.
 */
final class ArmRoleDefinitions {
  static final String TYPE = "Microsoft.Authorization/roleDefinitions";
  private static final String UPDATED = "updated ";

  private final AzureWorld world;
  private final AzureShelf roles = new AzureShelf();
  private final ArmRoleRules rules;

  ArmRoleDefinitions(AzureWorld world) {
    this.world = world;
    rules = new ArmRoleRules(world, roles);
  }

  AzureShelf shelf() {
    return roles;
  }

  /** What an assignment's role permits; nothing, if the role is gone. */
  List<ObjectNode> permissions(ObjectNode assignment) {
    String id = AzureId.name(AzureJson.text(assignment.path("properties"), "roleDefinitionId"));
    return truth(id)
        .map(role -> AzureJson.objects(role.path("properties").path("permissions")))
        .orElse(List.of());
  }

  Optional<ObjectNode> truth(String guid) {
    Optional<ObjectNode> builtIn = AzureRole.byId(guid).map(AzureRole::definition);
    return builtIn.isPresent() ? builtIn : roles.truth(guid);
  }

  /** 201 for a new role and for an update: azure-rest-api-specs, and az's recordings. */
  AzureReply put(ArmCall call) {
    rules.check(call);
    Optional<ObjectNode> before = roles.truth(call.name());
    ObjectNode role = written(call, before);
    roles.put(call.name(), role, world.hidden(call.call(), AzureLag.RESOURCE_MANAGER));
    if (before.isPresent()) {
      world.lags().begin(AzureLag.RESOURCE_MANAGER, UPDATED + call.name());
    } else {
      world.lags().begin(AzureLag.ROLE_DEFINITION, call.name());
    }
    ObjectNode shown = shown(role, call.scope());
    // az's recordings: createdBy is null in the reply and set in later reads.
    AzureJson.member(shown, "properties").putNull("createdBy");
    return AzureReply.of(201, shown);
  }

  private ObjectNode written(ArmCall call, Optional<ObjectNode> before) {
    ObjectNode role = AzureJson.object();
    ObjectNode properties = role.putObject("properties");
    JsonNode given = call.properties();
    properties.put("roleName", AzureJson.text(given, "roleName"));
    properties.put("type", "CustomRole");
    properties.put("description", AzureJson.text(given, "description"));
    properties.set("assignableScopes", given.path("assignableScopes").deepCopy());
    properties.set("permissions", AzureJson.array(permissions(given)));
    world.stamp(properties, before, call.caller());
    role.put("id", "");
    role.put("type", TYPE);
    role.put("name", call.name());
    return role;
  }

  /** The reply has all four lists, whichever were sent. */
  private static List<ObjectNode> permissions(JsonNode given) {
    List<ObjectNode> permissions = new ArrayList<>();
    for (ObjectNode one : AzureJson.objects(given.path("permissions"))) {
      ObjectNode full =
          AzureRole.permission(
              AzureJson.texts(one.path("actions")),
              AzureJson.texts(one.path("notActions")),
              AzureJson.texts(one.path("dataActions")));
      full.set("notDataActions", AzureJson.texts(AzureJson.texts(one.path("notDataActions"))));
      permissions.add(full);
    }
    return permissions;
  }

  /** The id names the subscription that is asked, not the scope that was written to. */
  static ObjectNode shown(ObjectNode role, String scope) {
    String subscription = AzureId.subscription(scope);
    String prefix = subscription.isEmpty() ? "" : AzureId.ofSubscription(subscription);
    role.put("id", prefix + "/providers/" + TYPE + "/" + AzureJson.text(role, "name"));
    return role;
  }

  AzureReply get(ArmCall call) {
    Optional<ObjectNode> builtIn = AzureRole.byId(call.name()).map(AzureRole::definition);
    ObjectNode role =
        builtIn.or(() -> roles.read(call.name())).orElseThrow(() -> missing(call.name(), 404));
    return AzureReply.of(200, shown(role, call.scope()));
  }

  static AzureFailure missing(String guid, int status) {
    return new AzureFailure(
        status,
        "RoleDefinitionDoesNotExist",
        "The specified role definition with ID '" + guid + "' does not exist.");
  }

  AzureReply delete(ArmCall call) {
    Optional<ObjectNode> role = roles.truth(call.name());
    if (role.isEmpty()) {
      return AzureReply.empty(204);
    }
    rules.checkDelete(call, role.get());
    roles.remove(call.name(), world.hidden(call.call(), AzureLag.RESOURCE_MANAGER));
    return AzureReply.of(200, shown(role.get(), call.scope()));
  }

  AzureReply list(ArmCall call) {
    String filter = call.call().query("$filter");
    boolean below = filter.contains("atScopeAndBelow()");
    List<ObjectNode> found =
        Stream.concat(
                AzureRole.ALL.stream().map(AzureRole::definition),
                roles.list().stream().filter(role -> usable(role, call, below)))
            .filter(role -> ArmRoleRules.chosen(role, filter))
            .filter(role -> !justUpdated(role, filter))
            .map(role -> shown(role, call.scope()))
            .toList();
    return AzureReply.of(200, world.pages().arm(call.call(), found));
  }

  /** An updated role is missing from filtered listings for a while: az's recordings. */
  private boolean justUpdated(ObjectNode role, String filter) {
    return !filter.isEmpty()
        && world.lags().pending(AzureLag.RESOURCE_MANAGER, UPDATED + AzureJson.text(role, "name"));
  }

  /** Usable at the scope, which holds for scopes above; with the filter, also those below. */
  private boolean usable(ObjectNode role, ArmCall call, boolean below) {
    List<String> scopes = AzureJson.texts(role.path("properties").path("assignableScopes"));
    if (call.scope().equals("/")) {
      // The tenant's listing holds the roles that the sender may read somewhere.
      return scopes.stream()
          .anyMatch(scope -> world.rights().allows(call.caller(), TYPE + "/read", scope));
    }
    return scopes.stream()
        .anyMatch(
            scope ->
                AzureId.within(call.scope(), scope)
                    || (below && AzureId.within(scope, call.scope())));
  }
}
