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

/** The verbs on stored objects: create, update, apply, merge, with all their refusals. */
final class KubeStore {
  private static final int PAGE = 500;

  private final KubeObjects objects;
  private final KubeRbac rbac;
  private final Clock clock;

  KubeStore(KubeObjects objects, KubeRbac rbac, Clock clock) {
    this.objects = objects;
    this.rbac = rbac;
    this.clock = clock;
  }

  /** What a write is told by its query. */
  record Options(String manager, boolean dryRun, boolean force) {
    static Options of(Map<String, String> query, String agent) {
      return new Options(
          query.getOrDefault("fieldManager", agent),
          query.getOrDefault("dryRun", "").equals("All"),
          query.getOrDefault("force", "").equals("true"));
    }
  }

  /** An answer that is no failure. */
  record Answer(int code, JsonNode body) {}

  /** As the API writes it: in whole seconds. */
  static String time(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String now() {
    return time(clock);
  }

  ObjectNode get(KubeResource resource, String namespace, String name) {
    String in = resource.namespaced() ? namespace : "";
    ObjectNode found =
        objects.find(resource, in, name).orElseThrow(() -> KubeFailure.notFound(resource, name));
    if (resource == KubeResource.NAMESPACES && found.path("metadata").has("deletionTimestamp")) {
      // Its content is gone; the next look finds nothing.
      ObjectNode leaving = found.deepCopy();
      objects.remove(resource, "", name);
      return leaving;
    }
    return found.deepCopy();
  }

  ObjectNode list(KubeResource resource, String namespace, Map<String, String> query) {
    List<ObjectNode> all = objects.list(resource, resource.namespaced() ? namespace : "");
    int from = Integer.parseInt(query.getOrDefault("continue", "0"));
    int limit = Integer.parseInt(query.getOrDefault("limit", String.valueOf(PAGE)));
    int to = Math.min(all.size(), from + limit);
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("kind", resource.kind() + "List").put("apiVersion", resource.apiVersion());
    ObjectNode metadata = list.putObject("metadata").put("resourceVersion", objects.version());
    if (to < all.size()) {
      metadata.put("continue", String.valueOf(to)).put("remainingItemCount", all.size() - to);
    }
    ArrayNode items = list.putArray("items");
    all.subList(Math.min(from, to), to)
        .forEach(
            one -> {
              ObjectNode item = one.deepCopy();
              item.remove(List.of("kind", "apiVersion"));
              items.add(item);
            });
    return list;
  }

  Answer create(
      KubeUser user, KubeResource resource, String namespace, ObjectNode body, Options options) {
    ObjectNode object = body.deepCopy();
    ObjectNode metadata = placed(resource, namespace, object);
    String name = metadata.path("name").asText();
    if (name.isEmpty()) {
      throw KubeFailure.invalid(
          resource, "", "metadata.name: Required value: name or generateName is required");
    }
    if (!metadata.path("resourceVersion").asText().isEmpty()) {
      throw KubeFailure.badRequest("resourceVersion should not be set on objects to be created");
    }
    // Rights come before validation, and both before anybody learns what is there.
    authorized(user, resource, object, "");
    KubeValidation.check(resource, object);
    if (objects.find(resource, metadata.path("namespace").asText(), name).isPresent()) {
      throw KubeFailure.exists(resource, name);
    }
    ObjectNode empty = JsonNodeFactory.instance.objectNode();
    born(metadata);
    KubeFields.updated(resource, empty, object, options.manager(), now());
    return new Answer(201, stored(resource, object, options));
  }

  /** Puts it where the path says, and drops what only the server may set. */
  private ObjectNode placed(KubeResource resource, String namespace, ObjectNode object) {
    object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
    KubeFields.prune(object);
    ObjectNode metadata = object.withObjectProperty("metadata");
    if (resource.namespaced()) {
      if (objects.find(KubeResource.NAMESPACES, "", namespace).isEmpty()) {
        throw KubeFailure.notFound(KubeResource.NAMESPACES, namespace);
      }
      metadata.put("namespace", namespace);
    } else {
      metadata.remove("namespace");
    }
    if (resource.role() && !object.hasNonNull("rules")) {
      object.putNull("rules");
    }
    if (resource.binding()) {
      defaulted(object);
    }
    if (resource == KubeResource.NAMESPACES) {
      object.putObject("spec").putArray("finalizers").add("kubernetes");
      object.putObject("status").put("phase", "Active");
      metadata
          .withObjectProperty("labels")
          .put("kubernetes.io/metadata.name", metadata.path("name").asText());
    }
    return metadata;
  }

  private static void defaulted(ObjectNode binding) {
    ObjectNode role = binding.withObjectProperty("roleRef");
    if (role.path("apiGroup").asText().isEmpty()) {
      role.put("apiGroup", KubeResource.RBAC);
    }
    for (JsonNode subject : binding.path("subjects")) {
      boolean account = subject.path("kind").asText().equals("ServiceAccount");
      if (!account && subject.path("apiGroup").asText().isEmpty()) {
        ((ObjectNode) subject).put("apiGroup", KubeResource.RBAC);
      }
    }
  }

  private void born(ObjectNode metadata) {
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", now());
    metadata.remove("managedFields");
  }

  private void authorized(KubeUser user, KubeResource resource, ObjectNode object, String asked) {
    if (resource.role()) {
      rbac.mayWrite(user, resource, object, asked);
    }
    if (resource.binding()) {
      rbac.mayBind(user, resource, object);
    }
  }

  private ObjectNode stored(KubeResource resource, ObjectNode object, Options options) {
    if (options.dryRun()) {
      return object;
    }
    objects.put(resource, object);
    if (resource == KubeResource.NAMESPACES) {
      furnish(object.path("metadata").path("name").asText());
    }
    return object.deepCopy();
  }

  /** What controllers put into a new namespace. */
  private void furnish(String namespace) {
    for (var one :
        Map.of(
                KubeResource.SERVICE_ACCOUNTS, "default",
                KubeResource.CONFIG_MAPS, "kube-root-ca.crt")
            .entrySet()) {
      if (objects.find(one.getKey(), namespace, one.getValue()).isEmpty()) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("kind", one.getKey().kind()).put("apiVersion", "v1");
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", one.getValue()).put("namespace", namespace);
        born(metadata);
        objects.put(one.getKey(), object);
      }
    }
  }

  Answer update(
      KubeUser user,
      KubeResource resource,
      String namespace,
      String name,
      ObjectNode body,
      Options options) {
    String in = resource.namespaced() ? namespace : "";
    if (!body.path("metadata").path("name").asText().equals(name)) {
      throw KubeFailure.badRequest(
          "the name of the object ("
              + body.path("metadata").path("name").asText()
              + ") does not match the name on the URL ("
              + name
              + ")");
    }
    Optional<ObjectNode> found = objects.find(resource, in, name);
    if (found.isEmpty()) {
      if (!resource.createsOnUpdate()) {
        throw KubeFailure.notFound(resource, name);
      }
      ObjectNode fresh = body.deepCopy();
      fresh.withObjectProperty("metadata").remove("resourceVersion");
      authorized(user, resource, placedCopy(resource, namespace, fresh), name);
      return create(KubeUser.admin(), resource, namespace, fresh, options);
    }
    ObjectNode before = found.get();
    ObjectNode after = body.deepCopy();
    placed(resource, namespace, after);
    String version = body.path("metadata").path("resourceVersion").asText();
    if (!version.isEmpty()
        && !version.equals(before.path("metadata").path("resourceVersion").asText())) {
      throw KubeFailure.modified(resource, name);
    }
    return replaced(user, resource, name, before, after, options, true);
  }

  private ObjectNode placedCopy(KubeResource resource, String namespace, ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    placed(resource, namespace, copy);
    return copy;
  }

  private Answer replaced(
      KubeUser user,
      KubeResource resource,
      String name,
      ObjectNode before,
      ObjectNode after,
      Options options,
      boolean tracked) {
    authorized(user, resource, after, name);
    KubeValidation.check(resource, after);
    if (resource.binding()) {
      KubeValidation.roleRefStays(resource, before, after);
    }
    KubeFields.prune(after);
    ObjectNode metadata = after.withObjectProperty("metadata");
    for (String field : List.of("uid", "creationTimestamp", "resourceVersion")) {
      metadata.set(field, before.path("metadata").path(field));
    }
    if (tracked) {
      KubeFields.updated(resource, before, after, options.manager(), now());
    }
    if (after.equals(before)) {
      return new Answer(200, before.deepCopy());
    }
    return new Answer(200, stored(resource, after, options));
  }

  /** A JSON merge patch (RFC 7386). */
  Answer merge(
      KubeUser user,
      KubeResource resource,
      String namespace,
      String name,
      ObjectNode patch,
      Options options) {
    ObjectNode before = get(resource, namespace, name);
    String version = patch.path("metadata").path("resourceVersion").asText();
    if (!version.isEmpty()
        && !version.equals(before.path("metadata").path("resourceVersion").asText())) {
      throw KubeFailure.modified(resource, name);
    }
    ObjectNode after = before.deepCopy();
    merge(after, patch);
    return replaced(user, resource, name, before, after, options, true);
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    patch
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              if (value.isNull()) {
                target.remove(entry.getKey());
              } else if (value.isObject()) {
                if (!target.path(entry.getKey()).isObject()) {
                  target.putObject(entry.getKey());
                }
                merge((ObjectNode) target.get(entry.getKey()), value);
              } else {
                target.set(entry.getKey(), value);
              }
            });
  }

  /** Server-side apply. */
  Answer apply(
      KubeUser user,
      KubeResource resource,
      String namespace,
      String name,
      ObjectNode body,
      Options options) {
    String in = resource.namespaced() ? namespace : "";
    Optional<ObjectNode> found = objects.find(resource, in, name);
    ObjectNode wanted = body.deepCopy();
    ObjectNode given = wanted.withObjectProperty("metadata");
    given.put("name", name);
    String version = given.path("resourceVersion").asText();
    if (!version.isEmpty()
        && !version.equals(
            found.map(one -> one.path("metadata").path("resourceVersion").asText()).orElse(""))) {
      throw KubeFailure.modified(resource, name);
    }
    if (found.isEmpty()) {
      ObjectNode empty = JsonNodeFactory.instance.objectNode();
      ObjectNode fresh = KubeFields.applied(resource, empty, wanted, options.manager(), now());
      fresh.withObjectProperty("metadata").put("name", name);
      JsonNode fields = fresh.path("metadata").path("managedFields");
      placed(resource, namespace, fresh);
      authorized(user, resource, fresh, name);
      KubeValidation.check(resource, fresh);
      born(fresh.withObjectProperty("metadata"));
      fresh.withObjectProperty("metadata").set("managedFields", fields);
      return new Answer(201, stored(resource, fresh, options));
    }
    ObjectNode live = found.get();
    List<KubeFields.Conflict> conflicts =
        KubeFields.conflicts(resource, live, wanted, options.manager());
    if (!conflicts.isEmpty() && !options.force()) {
      throw KubeFailure.applying(conflicts);
    }
    ObjectNode after = KubeFields.applied(resource, live, wanted, options.manager(), now());
    placed(resource, namespace, after);
    return replaced(user, resource, name, live, after, options, false);
  }
}
