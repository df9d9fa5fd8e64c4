package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Federated credentials of applications: Graph reference, federatedIdentityCredential. Guarded by
 * the world.
 */
final class GraphFederated {
  private static final Set<String> WRITABLE =
      Set.of("name", "issuer", "subject", "audiences", "description");
  private static final String CONTEXT = "federatedIdentityCredentials";

  private final AzureWorld world;
  private final GraphRights rights;
  private final GraphObjects applications;

  GraphFederated(AzureWorld world, GraphRights rights, GraphObjects applications) {
    this.world = world;
    this.rights = rights;
    this.applications = applications;
  }

  private AzureShelf shelf(String application) {
    return world.directory().federated(application);
  }

  private String readable(GraphCall call) {
    String id = AzureJson.text(applications.seen(call.key()), "id");
    rights.checkRead(call.call().caller(), id);
    return id;
  }

  AzureReply list(GraphCall call) {
    List<ObjectNode> all = shelf(readable(call)).list();
    return AzureReply.of(200, world.pages().graph(call.call(), all, CONTEXT));
  }

  /** By its id or by its name. */
  AzureReply get(GraphCall call) {
    String application = readable(call);
    ObjectNode found =
        id(application, call.second())
            .flatMap(shelf(application)::read)
            .orElseThrow(() -> GraphCall.missing(call.second()));
    return AzureReply.of(200, found);
  }

  private Optional<String> id(String application, String key) {
    return shelf(application).truths().stream()
        .filter(
            one ->
                AzureJson.text(one, "id").equalsIgnoreCase(key)
                    || AzureJson.text(one, "name").equals(key))
        .map(one -> AzureJson.text(one, "id"))
        .findFirst();
  }

  AzureReply create(GraphCall call) {
    String application = AzureJson.text(applications.writable(call), "id");
    return created(call, application, AzureJson.text(call.body(), "name"));
  }

  private AzureReply created(GraphCall call, String application, String name) {
    GraphObjects.checkProperties(call.body(), WRITABLE);
    if (id(application, name).isPresent()) {
      throw new AzureFailure(
          409,
          "Request_MultipleObjectsWithSameKeyValue",
          "FederatedIdentityCredential with name " + name + " already exists.");
    }
    ObjectNode credential = AzureJson.object();
    credential.put("id", world.ids().next("federated credential"));
    credential.put("name", name);
    credential.putNull("description");
    GraphObjects.merge(credential, call.body());
    credential.put("name", name);
    check(application, credential);
    String id = AzureJson.text(credential, "id");
    world.lags().begin(AzureLag.CREDENTIAL, id);
    shelf(application).put(id, credential, world.hidden(call.call(), AzureLag.GRAPH));
    ObjectNode shown = AzureJson.object();
    shown.put("@odata.context", call.call().base() + "/v1.0/$metadata#" + CONTEXT + "/$entity");
    shown.setAll(credential);
    return AzureReply.of(201, shown);
  }

  private void check(String application, ObjectNode credential) {
    Optional<String> wrong = AzureFederation.wrong(credential);
    if (wrong.isPresent()) {
      throw new AzureFailure(400, "InvalidFederatedIdentityCredentialValue", wrong.get());
    }
    List<ObjectNode> others =
        shelf(application).truths().stream()
            .filter(one -> !AzureJson.text(one, "id").equals(AzureJson.text(credential, "id")))
            .toList();
    if (AzureFederation.taken(credential, others)) {
      throw new AzureFailure(
          400,
          "InvalidFederatedIdentityCredentialValue",
          "The combination of issuer and subject must be unique for the application. Issuer "
              + (AzureJson.text(credential, "issuer") + " and Subject: ")
              + (AzureJson.text(credential, "subject") + " already exist."));
    }
    if (others.size() >= AzureFederation.LIMIT) {
      throw GraphCall.bad("The application has the maximum of 20 federated identity credentials.");
    }
  }

  /** PATCH; by name and with {@code Prefer: create-if-missing}, an upsert. */
  AzureReply update(GraphCall call) {
    String application = AzureJson.text(applications.writable(call), "id");
    Optional<String> id = id(application, call.second());
    boolean byName = call.keys().get(1).property().equals("name");
    if (id.isEmpty() && byName && call.creating()) {
      return created(call, application, call.second());
    }
    ObjectNode credential =
        id.flatMap(shelf(application)::truth).orElseThrow(() -> GraphCall.missing(call.second()));
    GraphObjects.checkProperties(call.body(), WRITABLE);
    String name = AzureJson.text(credential, "name");
    GraphObjects.merge(credential, call.body());
    credential.put("name", name);
    check(application, credential);
    shelf(application)
        .put(
            AzureJson.text(credential, "id"),
            credential,
            world.hidden(call.call(), AzureLag.GRAPH));
    return AzureReply.empty(204);
  }

  AzureReply delete(GraphCall call) {
    String application = AzureJson.text(applications.writable(call), "id");
    String id = id(application, call.second()).orElseThrow(() -> GraphCall.missing(call.second()));
    shelf(application).remove(id, world.hidden(call.call(), AzureLag.GRAPH));
    return AzureReply.empty(204);
  }
}
