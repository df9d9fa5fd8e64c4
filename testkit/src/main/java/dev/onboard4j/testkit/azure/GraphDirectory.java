package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Users, the sender, and objects of any type by their ids. Guarded by the world. */
final class GraphDirectory {
  private final AzureWorld world;
  private final GraphRights rights;

  GraphDirectory(AzureWorld world, GraphRights rights) {
    this.world = world;
    this.rights = rights;
  }

  /** Only a user is somebody: Graph reference, Get a user. */
  AzureReply me(GraphCall call) {
    rights.checkDirectory(call.call().caller());
    return AzureReply.of(
        200,
        world
            .directory()
            .users()
            .read(call.call().caller().id())
            .orElseThrow(
                () ->
                    GraphCall.bad(
                        "/me request is only valid with delegated" + " authentication flow.")));
  }

  AzureReply user(GraphCall call) {
    rights.checkDirectory(call.call().caller());
    String id = call.key().value();
    return AzureReply.of(
        200, world.directory().users().read(id).orElseThrow(() -> GraphCall.missing(id)));
  }

  /** Those ids that there are; the others are left out. */
  AzureReply byIds(GraphCall call) {
    rights.checkDirectory(call.call().caller());
    List<ObjectNode> found = new ArrayList<>();
    for (String id : AzureJson.texts(call.body().path("ids"))) {
      object(id).ifPresent(found::add);
    }
    return AzureReply.of(200, world.pages().graph(call.call(), found, "directoryObjects"));
  }

  private Optional<ObjectNode> object(String id) {
    AzureDirectory directory = world.directory();
    return directory
        .principals()
        .read(id)
        .map(one -> typed(one, "servicePrincipal"))
        .or(() -> directory.applications().read(id).map(one -> typed(one, "application")))
        .or(() -> directory.users().read(id).map(one -> typed(one, "user")));
  }

  private static ObjectNode typed(ObjectNode object, String type) {
    ObjectNode typed = AzureJson.object().put("@odata.type", "#microsoft.graph." + type);
    typed.setAll(object);
    return typed;
  }
}
