package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The verbs on stored objects: get, list, create, update, merge and apply, with their refusals. */
final class KubeStore {
  private static final int PAGE = 500;

  private final KubeObjects objects;
  private final KubePlacement placement;
  private final KubeRbac rbac;
  private final Clock clock;

  KubeStore(KubeObjects objects, KubeRbac rbac, Clock clock) {
    this.objects = objects;
    this.rbac = rbac;
    this.clock = clock;
    placement = new KubePlacement(objects);
  }

  /** An answer that is not a failure. */
  record Answer(int code, JsonNode body) {}

  /** The current time as the API writes it: in whole seconds. */
  static String time(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String now() {
    return time(clock);
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String version(ObjectNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  private Optional<ObjectNode> find(KubeWrite write) {
    return objects.find(write.resource(), write.storedIn(), write.name());
  }

  ObjectNode get(KubeResource resource, String namespace, String name) {
    String in = resource.namespaced() ? namespace : "";
    ObjectNode found =
        objects.find(resource, in, name).orElseThrow(() -> KubeFailure.notFound(resource, name));
    if (resource == KubeResource.NAMESPACES && found.path("metadata").has("deletionTimestamp")) {
      // The namespace is empty by now; the next read does not find it.
      ObjectNode terminating = found.deepCopy();
      objects.remove(resource, "", name);
      return terminating;
    }
    return found.deepCopy();
  }

  ObjectNode list(KubeResource resource, String namespace, Map<String, String> query) {
    List<ObjectNode> all = objects.list(resource, resource.namespaced() ? namespace : "");
    int from = Math.min(all.size(), Integer.parseInt(query.getOrDefault("continue", "0")));
    int limit = Integer.parseInt(query.getOrDefault("limit", String.valueOf(PAGE)));
    int to = Math.min(all.size(), from + limit);
    ObjectNode list = empty();
    list.put("kind", resource.kind() + "List").put("apiVersion", resource.apiVersion());
    ObjectNode metadata = list.putObject("metadata").put("resourceVersion", objects.version());
    if (to < all.size()) {
      metadata.put("continue", String.valueOf(to)).put("remainingItemCount", all.size() - to);
    }
    items(list.putArray("items"), all.subList(from, to));
    return list;
  }

  private static void items(ArrayNode items, List<ObjectNode> page) {
    for (ObjectNode one : page) {
      ObjectNode item = one.deepCopy();
      item.remove(List.of("kind", "apiVersion"));
      items.add(item);
    }
  }

  Answer create(KubeWrite write) {
    KubeResource resource = write.resource();
    ObjectNode object = write.body().deepCopy();
    placement.place(write, object);
    ObjectNode metadata = object.withObjectProperty("metadata");
    String name = metadata.path("name").asText();
    // The caller's permissions come before validation, and both before the look at what exists.
    authorize(write.user(), resource, object, "");
    KubeValidation.check(resource, null, object);
    unversioned(metadata);
    if (objects.find(resource, metadata.path("namespace").asText(), name).isPresent()) {
      throw KubeFailure.exists(resource, name);
    }
    identify(metadata);
    KubeFields.updated(resource, empty(), object, write.options().manager(), now());
    activate(resource, object);
    return new Answer(201, stored(write, object));
  }

  private static void unversioned(ObjectNode metadata) {
    if (!metadata.path("resourceVersion").asText().isEmpty()) {
      throw KubeFailure.badRequest("resourceVersion should not be set on objects to be created");
    }
  }

  /** Only the server sets these fields, so that no manager owns them. */
  private static void activate(KubeResource resource, ObjectNode object) {
    if (resource == KubeResource.NAMESPACES) {
      object.putObject("spec").putArray("finalizers").add("kubernetes");
      object.putObject("status").put("phase", "Active");
    }
  }

  private void identify(ObjectNode metadata) {
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", now());
    metadata.remove("managedFields");
  }

  private void authorize(KubeUser user, KubeResource resource, ObjectNode object, String asked) {
    if (resource.role()) {
      rbac.mayWrite(user, resource, object, asked);
    }
    if (resource.binding()) {
      rbac.mayBind(user, resource, object);
    }
  }

  private ObjectNode stored(KubeWrite write, ObjectNode object) {
    KubeShape.stored(write.resource(), object);
    if (write.options().dryRun()) {
      return object;
    }
    objects.put(write.resource(), object);
    if (write.resource() == KubeResource.NAMESPACES) {
      String namespace = object.path("metadata").path("name").asText();
      furnish(namespace, KubeResource.SERVICE_ACCOUNTS, "default");
      furnish(namespace, KubeResource.CONFIG_MAPS, "kube-root-ca.crt");
    }
    return object.deepCopy();
  }

  /** Puts an object of the cluster's own controllers into a namespace. */
  private void furnish(String namespace, KubeResource resource, String name) {
    if (objects.find(resource, namespace, name).isPresent()) {
      return;
    }
    ObjectNode object = empty();
    object.put("kind", resource.kind()).put("apiVersion", "v1");
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", name).put("namespace", namespace);
    identify(metadata);
    objects.put(resource, object);
  }

  Answer update(KubeWrite write) {
    sameName(write);
    Optional<ObjectNode> found = find(write);
    if (found.isEmpty()) {
      return createdByUpdate(write);
    }
    ObjectNode after = write.body().deepCopy();
    placement.place(write, after);
    unmodified(write, found.get());
    return replaced(write, found.get(), after);
  }

  private static void sameName(KubeWrite write) {
    String named = write.body().path("metadata").path("name").asText();
    if (named.isEmpty()) {
      throw KubeFailure.badRequest(
          "the name of the object (%s based on URL) was undeterminable: name must be provided"
              .formatted(write.name()));
    }
    if (!named.equals(write.name())) {
      throw KubeFailure.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(named, write.name()));
    }
  }

  private static void unmodified(KubeWrite write, ObjectNode live) {
    if (!write.version().isEmpty() && !write.version().equals(version(live))) {
      throw KubeFailure.modified(write.resource(), write.name());
    }
  }

  private Answer createdByUpdate(KubeWrite write) {
    if (!write.resource().createsOnUpdate()) {
      throw KubeFailure.notFound(write.resource(), write.name());
    }
    ObjectNode fresh = write.body().deepCopy();
    fresh.withObjectProperty("metadata").remove("resourceVersion");
    ObjectNode placed = fresh.deepCopy();
    placement.place(write, placed);
    authorize(write.user(), write.resource(), placed, write.name());
    return create(write.by(KubeUser.admin()).with(fresh));
  }

  /** Stores the object in the place of another one; the writer owns the fields that changed. */
  private Answer replaced(KubeWrite write, ObjectNode before, ObjectNode after) {
    check(write, before, after);
    KubeFields.updated(write.resource(), before, after, write.options().manager(), now());
    if (write.resource() == KubeResource.NAMESPACES) {
      List.of("spec", "status").forEach(field -> after.set(field, before.path(field)));
    }
    return saved(write, before, after);
  }

  private void check(KubeWrite write, ObjectNode before, ObjectNode after) {
    authorize(write.user(), write.resource(), after, write.name());
    KubeValidation.check(write.resource(), before, after);
    ObjectNode metadata = after.withObjectProperty("metadata");
    for (String field : List.of("uid", "creationTimestamp", "resourceVersion")) {
      metadata.set(field, before.path("metadata").path(field));
    }
  }

  private Answer saved(KubeWrite write, ObjectNode before, ObjectNode after) {
    KubeShape.stored(write.resource(), after);
    return new Answer(200, after.equals(before) ? before.deepCopy() : stored(write, after));
  }

  /** Applies a JSON merge patch (RFC 7386). */
  Answer merge(KubeWrite write) {
    ObjectNode before = get(write.resource(), write.namespace(), write.name());
    unmodified(write, before);
    ObjectNode after = before.deepCopy();
    merge(after, write.body());
    sameName(write.with(after));
    placement.place(write, after);
    return replaced(write, before, after);
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(field.getKey());
      } else if (value.isObject()) {
        merge(child(target, field.getKey()), value);
      } else {
        target.set(field.getKey(), value);
      }
    }
  }

  private static ObjectNode child(ObjectNode target, String name) {
    return target.path(name) instanceof ObjectNode child ? child : target.putObject(name);
  }

  /** Applies the object by server-side apply. */
  Answer apply(KubeWrite write) {
    ObjectNode wanted = write.body().deepCopy();
    wanted.withObjectProperty("metadata").put("name", write.name());
    KubeWrite named = write.with(wanted);
    Optional<ObjectNode> found = find(write);
    unmodified(write, found.orElseGet(KubeStore::empty));
    return found.map(live -> applied(named, live)).orElseGet(() -> appliedAnew(named));
  }

  private Answer appliedAnew(KubeWrite write) {
    KubeResource resource = write.resource();
    ObjectNode fresh =
        KubeFields.applied(resource, empty(), write.body(), write.options().manager(), now());
    ObjectNode metadata = fresh.withObjectProperty("metadata").put("name", write.name());
    JsonNode fields = metadata.path("managedFields");
    placement.place(write, fresh);
    authorize(write.user(), resource, fresh, write.name());
    KubeValidation.check(resource, null, fresh);
    identify(metadata);
    activate(resource, fresh);
    if (!fields.isMissingNode()) {
      metadata.set("managedFields", fields);
    }
    return new Answer(201, stored(write, fresh));
  }

  private Answer applied(KubeWrite write, ObjectNode live) {
    KubeResource resource = write.resource();
    String manager = write.options().manager();
    List<KubeFields.Conflict> conflicts =
        KubeFields.conflicts(resource, live, write.body(), manager);
    if (!conflicts.isEmpty() && !write.options().force()) {
      throw KubeFailure.applying(conflicts);
    }
    ObjectNode after = KubeFields.applied(resource, live, write.body(), manager, now());
    placement.place(write, after);
    check(write, live, after);
    return saved(write, live, after);
  }
}
