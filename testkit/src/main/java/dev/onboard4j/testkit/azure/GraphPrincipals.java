package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Service principals: Graph reference, servicePrincipal. Guarded by the world. */
final class GraphPrincipals {
  private static final Set<String> WRITABLE =
      Set.of(
          "appId",
          "accountEnabled",
          "alternativeNames",
          "appRoleAssignmentRequired",
          "description",
          "displayName",
          "notes",
          "tags");
  private static final List<String> NULLS =
      List.of("deletedDateTime", "description", "notes", "disabledByMicrosoftStatus");

  private final AzureWorld world;
  private final GraphRights rights;
  private final GraphObjects objects;
  private final GraphDeleted deleted;

  GraphPrincipals(AzureWorld world, GraphRights rights, GraphDeleted deleted) {
    this.world = world;
    this.rights = rights;
    this.deleted = deleted;
    objects = new GraphObjects(world, rights, world.directory().principals(), "servicePrincipals");
  }

  GraphObjects objects() {
    return objects;
  }

  AzureReply create(GraphCall call) {
    rights.checkCreate(call.call().caller());
    GraphObjects.checkProperties(call.body(), WRITABLE);
    String appId = AzureJson.text(call.body(), "appId");
    ObjectNode application = backing(call, appId);
    if (world.directory().principalOf(appId).isPresent()) {
      throw new AzureFailure(
          409,
          "Request_MultipleObjectsWithSameKeyValue",
          "The service principal cannot be created, updated, or restored because the service"
              + (" principal name " + appId + " is already in use."));
    }
    ObjectNode principal = principal(world, appId, AzureJson.text(application, "displayName"));
    GraphObjects.merge(principal, call.body());
    objects.create(call, principal);
    world.lags().begin(AzureLag.PRINCIPAL, AzureJson.text(principal, "id"));
    return objects.shown(call, 201, principal);
  }

  static ObjectNode principal(AzureWorld world, String appId, String name) {
    ObjectNode principal = AzureJson.object();
    principal.put("id", world.ids().next("principal"));
    GraphObjects.nulls(principal, NULLS);
    principal.put("accountEnabled", true).put("appId", appId).put("appDisplayName", name);
    principal.put("displayName", name).put("servicePrincipalType", "Application");
    principal.put("appOwnerOrganizationId", EmbeddedAzure.TENANT);
    principal.put("appRoleAssignmentRequired", false);
    principal.put("createdDateTime", world.clock().instant().toString());
    principal.put("signInAudience", "AzureADMyOrg");
    principal.putArray("alternativeNames");
    principal.putArray("servicePrincipalNames").add(appId);
    principal.putArray("tags");
    principal.putArray("appRoles");
    principal.putArray("keyCredentials");
    principal.putArray("passwordCredentials");
    return principal;
  }

  /** The application, which the directory may not know yet. */
  private ObjectNode backing(GraphCall call, String appId) {
    Optional<ObjectNode> application =
        world.lags().pending(AzureLag.APPLICATION, appId)
            ? Optional.empty()
            : world.directory().applicationOf(appId);
    application.ifPresent(
        one -> rights.checkWrite(call.call().caller(), AzureJson.text(one, "id")));
    return application.orElseThrow(() -> noApplication(call, appId));
  }

  private AzureFailure noApplication(GraphCall call, String appId) {
    if (rights.limitedToOwn(call.call().caller())) {
      // terraform-provider-azuread, service_principal_resource.go.
      return new AzureFailure(
          403,
          "Authorization_RequestDenied",
          "When using this permission, the backing application of the service principal being"
              + " created must in the local tenant");
    }
    return GraphCall.bad(
        ("The appId '" + appId + "' of the service principal does not reference a valid")
            + " application object.");
  }

  AzureReply update(GraphCall call) {
    ObjectNode principal = objects.writable(call);
    GraphObjects.checkProperties(call.body(), WRITABLE);
    GraphObjects.merge(principal, call.body());
    objects.store(call, principal);
    return AzureReply.empty(204);
  }

  AzureReply delete(GraphCall call) {
    ObjectNode principal = objects.writable(call);
    objects.remove(call, AzureJson.text(principal, "id"));
    deleted.add(principal, "servicePrincipal");
    return AzureReply.empty(204);
  }
}
