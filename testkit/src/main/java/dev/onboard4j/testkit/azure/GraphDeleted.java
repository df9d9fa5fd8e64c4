package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Deleted objects, restorable for thirty days: Graph reference, directory, deletedItems. Guarded by
 * the world.
 */
final class GraphDeleted {
  private static final Duration KEPT = Duration.ofDays(30);

  private record Item(ObjectNode object, String type, Instant until) {}

  private final AzureWorld world;
  private final GraphRights rights;
  private final Map<String, Item> items = new LinkedHashMap<>();

  GraphDeleted(AzureWorld world, GraphRights rights) {
    this.world = world;
    this.rights = rights;
  }

  void add(ObjectNode object, String type) {
    Instant now = world.clock().instant();
    object.put("deletedDateTime", now.toString());
    items.put(AzureJson.text(object, "id"), new Item(object, type, now.plus(KEPT)));
  }

  private Map<String, Item> items() {
    Instant now = world.clock().instant();
    List<String> over =
        items.entrySet().stream()
            .filter(one -> !now.isBefore(one.getValue().until()))
            .map(Map.Entry::getKey)
            .toList();
    over.forEach(this::purge);
    return items;
  }

  private void purge(String id) {
    items.remove(id);
    world.directory().forgetFederated(id);
    world.directory().owners(id).clear();
    world.directory().secrets().values().removeIf(one -> one.application().equals(id));
  }

  List<ObjectNode> applications() {
    return of("application");
  }

  private List<ObjectNode> of(String type) {
    List<ObjectNode> found = new ArrayList<>();
    items()
        .values()
        .forEach(
            one -> {
              if (one.type().equals(type)) {
                found.add(one.object().deepCopy());
              }
            });
    return found;
  }

  AzureReply list(GraphCall call, String type) {
    rights.checkList(call.call().caller());
    List<ObjectNode> chosen = GraphFilter.chosen(call.call(), call.eventual(), of(type));
    chosen.forEach(one -> GraphFilter.selected(call.call(), one));
    return AzureReply.of(200, world.pages().graph(call.call(), chosen, "directoryObjects"));
  }

  private Item item(GraphCall call) {
    return Optional.ofNullable(items().get(call.key().value()))
        .orElseThrow(() -> GraphCall.missing(call.key().value()));
  }

  private static ObjectNode shown(GraphCall call, Item item) {
    ObjectNode shown = AzureJson.object();
    shown.put("@odata.context", call.call().base() + "/v1.0/$metadata#directoryObjects/$entity");
    shown.put("@odata.type", "#microsoft.graph." + item.type());
    shown.setAll(item.object());
    return shown;
  }

  AzureReply get(GraphCall call) {
    Item item = item(call);
    rights.checkRead(call.call().caller(), call.key().value());
    return AzureReply.of(200, shown(call, item));
  }

  AzureReply purge(GraphCall call) {
    item(call);
    rights.checkWrite(call.call().caller(), call.key().value());
    purge(call.key().value());
    return AzureReply.empty(204);
  }

  /** Restoring an application does not restore its service principal. */
  AzureReply restore(GraphCall call) {
    Item item = item(call);
    String id = call.key().value();
    rights.checkWrite(call.call().caller(), id);
    boolean application = item.type().equals("application");
    String appId = AzureJson.text(item.object(), "appId");
    if (!application && world.directory().principalOf(appId).isPresent()) {
      throw GraphCall.bad(
          "The service principal cannot be created, updated, or restored because the service"
              + (" principal name " + appId + " is already in use."));
    }
    items.remove(id);
    ObjectNode object = item.object().putNull("deletedDateTime");
    AzureDirectory directory = world.directory();
    AzureShelf shelf = application ? directory.applications() : directory.principals();
    shelf.put(id, object, world.hidden(call.call(), AzureLag.GRAPH));
    world
        .lags()
        .begin(application ? AzureLag.APPLICATION : AzureLag.PRINCIPAL, application ? appId : id);
    return AzureReply.of(200, shown(call, item));
  }

  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    items().forEach((id, item) -> state.put(id, AzureWorld.tree(item.object())));
    return state;
  }
}
