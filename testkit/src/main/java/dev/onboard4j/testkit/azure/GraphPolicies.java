package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tenant's policies: Graph reference, tenantAppManagementPolicy and authorizationPolicy.
 * Guarded by the world.
 */
final class GraphPolicies {
  private static final String ID = "00000000-0000-0000-0000-000000000000";

  private final AzureWorld world;
  private final GraphRights rights;
  private boolean secrets = true;
  private Optional<Duration> longest = Optional.empty();

  GraphPolicies(AzureWorld world, GraphRights rights) {
    this.world = world;
    this.rights = rights;
  }

  void forbidSecrets() {
    secrets = false;
  }

  void limitSecrets(Duration life) {
    longest = Optional.of(life);
  }

  /** Public traces: KelvinTegelaar/CIPP-API#1970, and those of TeamsFx. */
  void checkSecret(Duration life) {
    if (!secrets) {
      throw new AzureFailure(
          400,
          "CredentialTypeNotAllowedAsPerAppPolicy",
          "Credential type not allowed as per assigned policy '" + ID + "'.");
    }
    if (longest.filter(most -> life.compareTo(most) > 0).isPresent()) {
      throw new AzureFailure(
          400,
          "CredentialInvalidLifetimeAsPerAppPolicy",
          "Credential lifetime exceeds the max value allowed as per assigned policy '" + ID + "'");
    }
  }

  AzureReply applications(GraphCall call) {
    rights.checkPolicies(call.call().caller());
    ObjectNode policy = AzureJson.object();
    policy.put("id", ID).put("displayName", "Default app management tenant policy");
    policy.put("description", "Default tenant policy that enforces app management restrictions.");
    policy.put("isEnabled", !secrets || longest.isPresent());
    for (String restricted : List.of("applicationRestrictions", "servicePrincipalRestrictions")) {
      ObjectNode restrictions = policy.putObject(restricted);
      restrictions.set("passwordCredentials", AzureJson.array(restrictions()));
      restrictions.putArray("keyCredentials");
    }
    return AzureReply.of(200, policy);
  }

  private List<ObjectNode> restrictions() {
    List<ObjectNode> restrictions = new ArrayList<>();
    if (!secrets) {
      restrictions.add(restriction("passwordAddition"));
    }
    longest.ifPresent(
        life -> restrictions.add(restriction("passwordLifetime").put("maxLifetime", days(life))));
    return restrictions;
  }

  private static String days(Duration life) {
    return life.toDays() > 0 ? "P" + life.toDays() + "D" : life.toString();
  }

  private static ObjectNode restriction(String type) {
    ObjectNode restriction = AzureJson.object();
    restriction.put("restrictionType", type).put("state", "enabled");
    restriction.putNull("maxLifetime");
    restriction.put("restrictForAppsCreatedAfterDateTime", "2019-10-19T10:37:00Z");
    return restriction;
  }

  AzureReply authorization(GraphCall call) {
    rights.checkDirectory(call.call().caller());
    ObjectNode policy = AzureJson.object();
    policy.put("id", "authorizationPolicy").put("displayName", "Authorization Policy");
    ObjectNode user = policy.putObject("defaultUserRolePermissions");
    user.put("allowedToCreateApps", rights.registration());
    user.put("allowedToCreateSecurityGroups", true).put("allowedToReadOtherUsers", true);
    return AzureReply.of(200, policy);
  }

  /** Policies that are assigned to one application: there are none. */
  AzureReply assigned(GraphCall call) {
    rights.checkPolicies(call.call().caller());
    return AzureReply.of(
        200, world.pages().graph(call.call(), new ArrayList<ArrayNode>(), "appManagementPolicies"));
  }
}
