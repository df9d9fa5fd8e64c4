package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applications: Graph reference, application. Guarded by the world. */
final class GraphApplications {
  private static final Set<String> WRITABLE =
      Set.of(
          "displayName",
          "description",
          "notes",
          "tags",
          "uniqueName",
          "signInAudience",
          "identifierUris",
          "serviceManagementReference",
          "isFallbackPublicClient",
          "requiredResourceAccess",
          "api",
          "appRoles",
          "info",
          "web",
          "spa",
          "publicClient",
          "passwordCredentials",
          "keyCredentials");
  private static final List<String> NULLS =
      List.of(
          "deletedDateTime",
          "applicationTemplateId",
          "disabledByMicrosoftStatus",
          "description",
          "groupMembershipClaims",
          "isDeviceOnlyAuthSupported",
          "isFallbackPublicClient",
          "notes",
          "serviceManagementReference",
          "tokenEncryptionKeyId",
          "uniqueName",
          "samlMetadataUrl",
          "defaultRedirectUri",
          "certification",
          "optionalClaims",
          "requestSignatureVerification");
  private static final List<String> LISTS =
      List.of(
          "identifierUris",
          "tags",
          "addIns",
          "appRoles",
          "keyCredentials",
          "passwordCredentials",
          "requiredResourceAccess");
  private static final int NAME = 256;

  private final AzureWorld world;
  private final GraphRights rights;
  private final GraphObjects objects;
  private final GraphDeleted deleted;

  GraphApplications(AzureWorld world, GraphRights rights, GraphDeleted deleted) {
    this.world = world;
    this.rights = rights;
    this.deleted = deleted;
    objects = new GraphObjects(world, rights, world.directory().applications(), "applications");
  }

  GraphObjects objects() {
    return objects;
  }

  AzureReply create(GraphCall call) {
    rights.checkCreate(call.call().caller());
    return created(call, AzureJson.text(call.body(), "uniqueName"));
  }

  private AzureReply created(GraphCall call, String uniqueName) {
    check(call.body());
    checkUnique(uniqueName, "");
    ObjectNode application = AzureJson.object();
    application.put("id", world.ids().next("application"));
    application.put("appId", world.ids().next("client"));
    GraphObjects.nulls(application, NULLS);
    LISTS.forEach(application::putArray);
    application.put("publisherDomain", "contoso.example");
    // az's recordings and the reference's sample.
    application.put("signInAudience", "AzureADandPersonalMicrosoftAccount");
    application.put(
        "createdDateTime", world.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
    GraphObjects.merge(application, call.body());
    if (!uniqueName.isEmpty()) {
      application.put("uniqueName", uniqueName);
    }
    objects.create(call, application);
    world.lags().begin(AzureLag.APPLICATION, AzureJson.text(application, "appId"));
    ObjectNode shown = application.deepCopy();
    // az's recordings: the reply to POST has fractions of a second, later reads have none.
    String whole = AzureJson.text(application, "createdDateTime");
    shown.put("createdDateTime", whole.replace("Z", ".1234567Z"));
    return objects.shown(call, 201, shown);
  }

  private static void check(ObjectNode body) {
    GraphObjects.checkProperties(body, WRITABLE);
    if (!GraphObjects.given(body, "displayName")) {
      throw GraphCall.bad("Property displayName is required.");
    }
    checkValues(body);
  }

  private static void checkValues(ObjectNode body) {
    if (AzureJson.text(body, "displayName").length() > NAME) {
      throw GraphCall.bad("Invalid value specified for property 'displayName' of resource.");
    }
    if (!body.path("passwordCredentials").isEmpty()) {
      throw GraphCall.bad("New password credentials must be generated with service actions.");
    }
  }

  /** A deleted application keeps its name until it is purged: msgraph-bicep-types#137. */
  private void checkUnique(String name, String id) {
    boolean taken =
        !name.isEmpty()
            && (held(world.directory().applications().truths(), name, id)
                || held(deleted.applications(), name, id));
    if (taken) {
      throw GraphCall.bad(
          "Another object with the same value for property uniqueName already exists.");
    }
  }

  private static boolean held(List<ObjectNode> applications, String name, String id) {
    return applications.stream()
        .filter(one -> !AzureJson.text(one, "id").equals(id))
        .anyMatch(one -> AzureJson.text(one, "uniqueName").equalsIgnoreCase(name));
  }

  /** PATCH; with a unique name and {@code Prefer: create-if-missing}, an upsert. */
  AzureReply update(GraphCall call) {
    boolean byName = call.key().property().equals("uniqueName");
    if (byName && call.creating()) {
      rights.checkCreate(call.call().caller());
      if (objects.id(call.key()).isEmpty()) {
        return created(call, call.key().value());
      }
    }
    ObjectNode application = objects.writable(call);
    GraphObjects.checkProperties(call.body(), WRITABLE);
    checkValues(call.body());
    checkName(application, call.body());
    GraphObjects.merge(application, call.body());
    objects.store(call, application);
    return AzureReply.empty(204);
  }

  /** The unique name is set once: Graph reference, Update application. */
  private void checkName(ObjectNode application, ObjectNode body) {
    String now = AzureJson.text(application, "uniqueName");
    String next = AzureJson.text(body, "uniqueName");
    if (body.has("uniqueName") && !now.isEmpty() && !now.equals(next)) {
      throw GraphCall.bad("Property 'uniqueName' is read-only and cannot be set.");
    }
    checkUnique(next, AzureJson.text(application, "id"));
  }

  /** Deletes the application and its service principal, both restorable. */
  AzureReply delete(GraphCall call) {
    ObjectNode application = objects.writable(call);
    String id = AzureJson.text(application, "id");
    objects.remove(call, id);
    deleted.add(application, "application");
    Optional<ObjectNode> principal =
        world.directory().principalOf(AzureJson.text(application, "appId"));
    principal.ifPresent(
        one -> {
          world
              .directory()
              .principals()
              .remove(AzureJson.text(one, "id"), world.lags().of(AzureLag.GRAPH));
          deleted.add(one, "servicePrincipal");
        });
    return AzureReply.empty(204);
  }
}
