package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What applications and service principals have in common. Guarded by the world. */
final class GraphObjects {
  private static final String BIND = "owners@odata.bind";
  private static final Set<String> LISTS =
      Set.of("alternativeNames", "audiences", "identifierUris", "tags");
  private static final Set<String> TEXTS =
      Set.of(
          "appId",
          "description",
          "displayName",
          "issuer",
          "name",
          "notes",
          "signInAudience",
          "subject",
          "uniqueName");

  private final AzureWorld world;
  private final GraphRights rights;
  private final AzureShelf shelf;
  private final String collection;

  GraphObjects(AzureWorld world, GraphRights rights, AzureShelf shelf, String collection) {
    this.world = world;
    this.rights = rights;
    this.shelf = shelf;
    this.collection = collection;
  }

  AzureReply list(GraphCall call) {
    rights.checkList(call.call().caller());
    List<ObjectNode> seen = new ArrayList<>(shelf.list());
    if (call.eventual()) {
      seen.removeIf(one -> world.lags().pending(AzureLag.GRAPH, index(AzureJson.text(one, "id"))));
    }
    List<ObjectNode> chosen = GraphFilter.chosen(call.call(), call.eventual(), seen);
    boolean counted = call.eventual() && call.call().query("$count").equals("true");
    int count = chosen.size();
    chosen.forEach(one -> GraphFilter.selected(call.call(), one));
    ObjectNode page = world.pages().graph(call.call(), chosen, collection);
    if (counted) {
      page.put("@odata.count", count);
    }
    return AzureReply.of(200, page);
  }

  /** The index learns an object later than the directory: "Advanced query capabilities". */
  private static String index(String id) {
    return "index " + id;
  }

  AzureReply get(GraphCall call) {
    ObjectNode object = seen(call.key());
    rights.checkRead(call.call().caller(), AzureJson.text(object, "id"));
    return shown(call, 200, GraphFilter.selected(call.call(), object));
  }

  AzureReply shown(GraphCall call, int status, ObjectNode object) {
    ObjectNode shown = AzureJson.object();
    shown.put("@odata.context", call.call().base() + "/v1.0/$metadata#" + collection + "/$entity");
    shown.setAll(object);
    return AzureReply.of(status, shown);
  }

  /** The object of a key, as a replica sees it. */
  ObjectNode seen(GraphTarget.Key key) {
    return id(key).flatMap(shelf::read).orElseThrow(() -> GraphCall.missing(key.value()));
  }

  /** The object of a key that the sender may change, as it is. */
  ObjectNode writable(GraphCall call) {
    ObjectNode seen = seen(call.key());
    String id = AzureJson.text(seen, "id");
    rights.checkWrite(call.call().caller(), id);
    return shelf.truth(id).orElseThrow(() -> GraphCall.missing(call.key().value()));
  }

  Optional<String> id(GraphTarget.Key key) {
    if (key.property().equals("id")) {
      return Optional.of(key.value());
    }
    return shelf.truths().stream()
        .filter(one -> AzureJson.text(one, key.property()).equalsIgnoreCase(key.value()))
        .map(one -> AzureJson.text(one, "id"))
        .findFirst();
  }

  void create(GraphCall call, ObjectNode object) {
    String id = AzureJson.text(object, "id");
    world.lags().begin(AzureLag.GRAPH, index(id));
    store(call, object);
    if (rights.becomesOwner(call.call().caller())) {
      world.directory().owners(id).add(call.call().caller().id());
    }
    for (String owner : AzureJson.texts(call.body().path(BIND))) {
      world.directory().owners(id).add(AzureId.name(owner));
    }
  }

  void store(GraphCall call, ObjectNode object) {
    shelf.put(AzureJson.text(object, "id"), object, world.hidden(call.call(), AzureLag.GRAPH));
  }

  void remove(GraphCall call, String id) {
    shelf.remove(id, world.hidden(call.call(), AzureLag.GRAPH));
  }

  /** Refuses a property that the type does not have, or that only an action sets. */
  static void checkProperties(ObjectNode body, Set<String> writable) {
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      String name = member.getKey();
      if (!writable.contains(name) && !name.equals(BIND) && !name.startsWith("@odata")) {
        throw GraphCall.bad("Invalid property '" + name + "'.");
      }
      checkType(name, member.getValue());
    }
  }

  private static void checkType(String name, JsonNode value) {
    boolean list = LISTS.contains(name);
    boolean text = TEXTS.contains(name);
    if ((list && !value.isArray()) || (text && !value.isTextual() && !value.isNull())) {
      throw GraphCall.bad(
          "Cannot convert the value of property '"
              + name
              + "' to the expected type '"
              + (list ? "Collection(Edm.String)" : "Edm.String")
              + "'.");
    }
  }

  static void merge(ObjectNode object, ObjectNode body) {
    body.properties().stream()
        .filter(entry -> !entry.getKey().contains("@odata"))
        .forEach(entry -> object.set(entry.getKey(), entry.getValue()));
  }

  static void nulls(ObjectNode object, List<String> members) {
    members.forEach(object::putNull);
  }

  static boolean given(JsonNode body, String member) {
    return body.hasNonNull(member) && !body.path(member).asText().isEmpty();
  }
}
