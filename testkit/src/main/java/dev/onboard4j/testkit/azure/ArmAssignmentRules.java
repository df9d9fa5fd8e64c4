package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What Azure refuses when a role is assigned: "Troubleshoot Azure RBAC" and public traces. */
final class ArmAssignmentRules {
  // learn.microsoft.com, "Azure RBAC limits": per subscription, groups and resources included.
  private static final int QUOTA = 4000;
  private static final String SERVICE_PRINCIPAL = "ServicePrincipal";

  private final AzureWorld world;

  ArmAssignmentRules(AzureWorld world) {
    this.world = world;
  }

  /** Checks the form of the request, and what the sender may assign. */
  void check(ArmCall call) {
    JsonNode given = call.properties();
    ArmShape.ROLE_ASSIGNMENT.check(given);
    String role = AzureJson.text(given, "roleDefinitionId");
    if (!AzureId.guid(call.name()) || !role.startsWith("/")) {
      throw ArmRoleRules.badFormat();
    }
    if (!AzureId.guid(AzureJson.text(given, "principalId"))) {
      throw new AzureFailure(
          400, "InvalidPrincipalId", "A valid principal ID must be provided for role assignment.");
    }
    world.rights().checkAssignable(call.caller(), AzureId.name(role), call.id());
  }

  /** Checks that role and principal are known. */
  void checkTarget(ArmCall call) {
    JsonNode given = call.properties();
    String role = AzureId.name(AzureJson.text(given, "roleDefinitionId"));
    boolean usable =
        !world.lags().pending(AzureLag.ROLE_DEFINITION, role)
            && world.roles().truth(role).filter(one -> assignable(one, call.scope())).isPresent();
    if (!usable) {
      throw ArmRoleDefinitions.missing(role, 400);
    }
    checkPrincipal(AzureJson.text(given, "principalId"), AzureJson.text(given, "principalType"));
  }

  private static boolean assignable(ObjectNode role, String scope) {
    return AzureJson.texts(role.path("properties").path("assignableScopes")).stream()
        .anyMatch(one -> AzureId.within(scope, one));
  }

  private void checkPrincipal(String principal, String type) {
    if (world.directory().application(principal)) {
      throw new AzureFailure(
          400,
          "PrincipalTypeNotSupported",
          "Principals of type Application cannot validly be used in role assignments.");
    }
    Optional<String> known = world.directory().type(principal);
    if (world.lags().pending(AzureLag.PRINCIPAL, principal)
        || (known.isEmpty() && !type.equals(SERVICE_PRINCIPAL))) {
      throw notFound(principal);
    }
    if (known.isPresent() && !type.isEmpty() && !known.get().equals(type)) {
      // The misspelling is the service's: Azure/modern-web-app-pattern-dotnet#129.
      throw new AzureFailure(
          400,
          "UnmatchedPrincipalType",
          ("The PrincipalId '" + principal.replace("-", "") + "' has type '" + known.get())
              + ("' , which is different from specified PrinciaplType '" + type + "'."));
    }
  }

  private static AzureFailure notFound(String principal) {
    return new AzureFailure(
        400,
        "PrincipalNotFound",
        ("Principal " + principal.replace("-", "") + " does not exist in the directory ")
            + (EmbeddedAzure.TENANT + ". Check that you have the correct principal ID. If you are")
            + " creating this principal and then immediately assigning a role, this error might be"
            + " related to a replication delay. In this case, set the role assignment principalType"
            + " property to a value, such as ServicePrincipal, User, or Group.  See"
            + " https://aka.ms/docs-principaltype");
  }

  /** The type that is stored: the principal's, or the one that was claimed. */
  String principalType(JsonNode given) {
    return world
        .directory()
        .type(AzureJson.text(given, "principalId"))
        .orElse(AzureJson.text(given, "principalType"));
  }

  void checkQuota(String scope, List<ObjectNode> all) {
    String subscription = AzureId.ofSubscription(AzureId.subscription(scope));
    long used =
        all.stream()
            .filter(one -> AzureId.within(ArmRoleAssignments.property(one, "scope"), subscription))
            .count();
    if (used >= QUOTA) {
      throw new AzureFailure(
          400,
          "RoleAssignmentLimitExceeded",
          "The role assignment limit has been reached. No more role assignments can be created.");
    }
  }
}
