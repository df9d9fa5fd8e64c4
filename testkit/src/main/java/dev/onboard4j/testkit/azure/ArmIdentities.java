package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * User-assigned identities and their federated credentials: REST reference,
 * Microsoft.ManagedIdentity, and az's recordings. Guarded by the world.
 */
final class ArmIdentities {
  private static final String TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities";
  private static final String CREDENTIALS = TYPE + "/federatedIdentityCredentials";
  private static final String UNEXPECTED =
      "The request format was unexpected. Federated Identity Credential must specify 'issuer',"
          + " 'subject' and 'audience'.";

  private final AzureWorld world;
  private final AzureShelf identities = new AzureShelf();

  ArmIdentities(AzureWorld world) {
    this.world = world;
  }

  AzureShelf shelf() {
    return identities;
  }

  void routes(Arm arm) {
    arm.resource(TYPE, ArmRoute.IDENTITY, this::get, this::list);
    arm.writes(TYPE, ArmRoute.IDENTITY, this::put, this::delete);
    arm.resource(CREDENTIALS, ArmRoute.IDENTITY, this::credential, this::credentials);
    arm.writes(CREDENTIALS, ArmRoute.IDENTITY, this::putCredential, this::deleteCredential);
  }

  /** The id as the service spells it, with the group's part in lower case. */
  private static String spelled(String id) {
    return id.replaceFirst("(?i)/resourceGroups/", "/resourcegroups/");
  }

  private static String parent(ArmCall call) {
    return call.scope() + "/providers/" + TYPE + "/" + call.names().get(0);
  }

  private static AzureFailure missing(ArmCall call) {
    return new AzureFailure(
        404,
        "ResourceNotFound",
        ("The Resource '" + TYPE + "/" + call.names().get(0) + "' under resource group '")
            + (AzureId.group(call.scope()) + "' was not found. For more details please go to")
            + " https://aka.ms/ARMResourceNotFoundFix");
  }

  AzureReply get(ArmCall call) {
    return AzureReply.of(200, identities.read(call.id()).orElseThrow(() -> missing(call)));
  }

  AzureReply list(ArmCall call) {
    List<ObjectNode> found =
        identities.list().stream()
            .filter(one -> AzureId.within(AzureJson.text(one, "id"), call.scope()))
            .toList();
    return AzureReply.of(200, world.pages().arm(call.call(), found));
  }

  AzureReply put(ArmCall call) {
    String location = AzureJson.text(call.call().body(), "location");
    Optional<ObjectNode> before = identities.truth(call.id());
    checkLocation(call, location, before);
    ObjectNode identity = before.orElseGet(() -> created(call, location));
    if (call.call().body().path("tags") instanceof ObjectNode tags) {
      identity.set("tags", tags);
    }
    identities.put(call.id(), identity, world.hidden(call.call(), AzureLag.RESOURCE_MANAGER));
    return AzureReply.of(before.isPresent() ? 200 : 201, identity)
        .header("Location", AzureJson.text(identity, "id"));
  }

  private static void checkLocation(ArmCall call, String location, Optional<ObjectNode> before) {
    if (location.isEmpty()) {
      throw new AzureFailure(
          400, "LocationRequired", "The location property is required for this definition.");
    }
    String old = before.map(one -> AzureJson.text(one, "location")).orElse(location);
    if (!old.equalsIgnoreCase(location)) {
      throw new AzureFailure(
          409,
          "InvalidResourceLocation",
          ("The resource '" + call.name() + "' already exists in location '" + old)
              + ("' in resource group '" + AzureId.group(call.scope()) + "'. A resource with the")
              + (" same name cannot be created in location '" + location + "'. Please select a")
              + " new resource name.");
    }
  }

  /** Makes a service principal without an application. */
  private ObjectNode created(ArmCall call, String location) {
    String id = spelled(call.id());
    String client = world.ids().next("client");
    ObjectNode principal = GraphPrincipals.principal(world, client, call.name());
    principal.put("servicePrincipalType", "ManagedIdentity");
    principal.putArray("alternativeNames").add("isExplicit=True").add(id);
    String principalId = AzureJson.text(principal, "id");
    world.directory().principals().put(principalId, principal, world.lags().of(AzureLag.GRAPH));
    world.lags().begin(AzureLag.PRINCIPAL, principalId);
    ObjectNode identity = AzureJson.object();
    identity.put("id", id).put("name", call.name()).put("type", TYPE).put("location", location);
    identity.putObject("tags");
    ObjectNode properties = identity.putObject("properties");
    properties.put("tenantId", EmbeddedAzure.TENANT);
    properties.put("principalId", principalId).put("clientId", client);
    return identity;
  }

  AzureReply delete(ArmCall call) {
    Optional<ObjectNode> identity = identities.truth(call.id());
    if (identity.isEmpty()) {
      return AzureReply.empty(204);
    }
    String principal = AzureJson.text(identity.get().path("properties"), "principalId");
    world.directory().principals().remove(principal, world.hidden(call.call(), AzureLag.GRAPH));
    world.directory().forgetFederated(call.id());
    identities.remove(call.id(), world.hidden(call.call(), AzureLag.RESOURCE_MANAGER));
    return AzureReply.empty(200);
  }

  private AzureShelf shelf(ArmCall call) {
    if (identities.truth(parent(call)).isEmpty()) {
      throw missing(call);
    }
    return world.directory().federated(parent(call));
  }

  private static ObjectNode shown(ObjectNode credential) {
    ObjectNode shown = AzureJson.object();
    ObjectNode properties = credential.deepCopy().retain("issuer", "subject", "audiences");
    shown
        .put("id", AzureJson.text(credential, "id"))
        .put("name", AzureJson.text(credential, "name"));
    shown.put("type", CREDENTIALS);
    shown.set("properties", properties);
    return shown;
  }

  AzureReply credential(ArmCall call) {
    ObjectNode credential =
        shelf(call)
            .read(call.id())
            .orElseThrow(
                () ->
                    new AzureFailure(
                        404,
                        "NotFound",
                        "The Federated Identity Credential with name '"
                            + (call.name() + "' was not found.")));
    return AzureReply.of(200, shown(credential));
  }

  AzureReply credentials(ArmCall call) {
    List<ObjectNode> all = shelf(call).list().stream().map(ArmIdentities::shown).toList();
    return AzureReply.of(200, world.pages().arm(call.call(), all));
  }

  /** 200 when the name is there: it is overwritten without a word. */
  AzureReply putCredential(ArmCall call) {
    AzureShelf shelf = shelf(call);
    ObjectNode given = call.properties();
    if (given.isEmpty()) {
      throw new AzureFailure(400, "BadRequest", UNEXPECTED);
    }
    ArmShape.FEDERATED_CREDENTIAL.check(given);
    ObjectNode credential = AzureJson.object();
    credential.put("id", spelled(call.id())).put("name", call.name());
    credential.setAll(given.deepCopy().retain("issuer", "subject", "audiences"));
    check(shelf, credential);
    boolean there = shelf.truth(call.id()).isPresent();
    shelf.put(call.id(), credential, world.hidden(call.call(), AzureLag.RESOURCE_MANAGER));
    world.lags().begin(AzureLag.CREDENTIAL, spelled(call.id()));
    return AzureReply.of(there ? 200 : 201, shown(credential));
  }

  private static void check(AzureShelf shelf, ObjectNode credential) {
    List<ObjectNode> others =
        shelf.truths().stream()
            .filter(
                one -> !AzureId.same(AzureJson.text(one, "id"), AzureJson.text(credential, "id")))
            .toList();
    Optional<String> wrong = AzureFederation.wrong(credential);
    if (wrong.isPresent()) {
      throw new AzureFailure(400, "BadRequest", wrong.get());
    }
    if (AzureFederation.taken(credential, others)) {
      throw new AzureFailure(
          400,
          "BadRequest",
          "Issuer and subject combination already exists for this Managed Identity.");
    }
    if (others.size() >= AzureFederation.LIMIT) {
      throw new AzureFailure(
          400, "BadRequest", "Too many Federated Identity Credentials: the maximum is 20.");
    }
  }

  AzureReply deleteCredential(ArmCall call) {
    AzureShelf shelf = shelf(call);
    boolean there = shelf.truth(call.id()).isPresent();
    shelf.remove(call.id(), world.hidden(call.call(), AzureLag.RESOURCE_MANAGER));
    return AzureReply.empty(there ? 200 : 204);
  }
}
