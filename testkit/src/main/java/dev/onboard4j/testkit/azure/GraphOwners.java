package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Owners: Graph reference, List, Add and Remove owners. Guarded by the world. */
final class GraphOwners {
  private final AzureWorld world;
  private final GraphRights rights;
  private final GraphObjects objects;

  GraphOwners(AzureWorld world, GraphRights rights, GraphObjects objects) {
    this.world = world;
    this.rights = rights;
    this.objects = objects;
  }

  AzureReply list(GraphCall call) {
    String id = AzureJson.text(objects.seen(call.key()), "id");
    rights.checkRead(call.call().caller(), id);
    List<ObjectNode> owners = world.directory().owners(id).stream().map(this::owner).toList();
    return AzureReply.of(200, world.pages().graph(call.call(), owners, "directoryObjects"));
  }

  private ObjectNode owner(String id) {
    AzureDirectory directory = world.directory();
    ObjectNode owner = AzureJson.object();
    boolean user = directory.users().truth(id).isPresent();
    owner.put("@odata.type", "#microsoft.graph." + (user ? "user" : "servicePrincipal"));
    owner.put("id", id);
    AzureShelf shelf = user ? directory.users() : directory.principals();
    shelf.truth(id).ifPresent(owner::setAll);
    return owner;
  }

  AzureReply add(GraphCall call) {
    String id = AzureJson.text(objects.writable(call), "id");
    String owner = AzureId.name(AzureJson.text(call.body(), "@odata.id"));
    if (world.directory().type(owner).isEmpty()) {
      throw GraphCall.missing(owner);
    }
    if (!world.directory().owners(id).add(owner)) {
      throw GraphCall.bad(
          "One or more added object references already exist for the following modified"
              + " properties: 'owners'.");
    }
    return AzureReply.empty(204);
  }

  AzureReply remove(GraphCall call) {
    String id = AzureJson.text(objects.writable(call), "id");
    if (!world.directory().owners(id).remove(call.second())) {
      throw GraphCall.missing(call.second());
    }
    return AzureReply.empty(204);
  }
}
