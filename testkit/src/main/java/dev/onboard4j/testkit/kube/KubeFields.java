package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which field: managedFields as server-side apply keeps them, for flat objects.
 *
 * <p>A path is {@code metadata/labels/app}, or {@code data/.} for the map itself. Lists ({@code
 * rules}, {@code subjects}) and {@code roleRef} are owned as a whole, entries of labels,
 * annotations and data one by one. Source: Kubernetes documentation, "Server-Side Apply".
 */
final class KubeFields {
  private static final String SELF = ".";
  private static final char SEPARATOR = '\u001f';
  private static final String ITSELF = SEPARATOR + SELF;
  private static final Set<String> MAPS =
      Set.of(
          "metadata" + SEPARATOR + "labels",
          "metadata" + SEPARATOR + "annotations",
          "data",
          "binaryData");
  private static final Set<String> SYSTEM =
      Set.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "managedFields",
          "generation",
          "selfLink",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private KubeFields() {}

  /** One writer of an object. */
  private record Manager(String name, String operation) {}

  /** The values of an object by path. */
  static SortedMap<String, JsonNode> leaves(KubeResource resource, ObjectNode object) {
    SortedMap<String, JsonNode> leaves = new TreeMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              if (name.equals("metadata")) {
                entry.getValue().properties().forEach(field -> metadata(leaves, field));
              } else if (!Set.of("apiVersion", "kind", "status").contains(name)) {
                boolean granular = resource.granular().contains(name);
                put(leaves, name, entry.getValue(), granular);
              }
            });
    return leaves;
  }

  private static void metadata(
      SortedMap<String, JsonNode> leaves, Map.Entry<String, JsonNode> field) {
    if (!SYSTEM.contains(field.getKey())) {
      boolean granular = Set.of("labels", "annotations").contains(field.getKey());
      put(leaves, "metadata" + SEPARATOR + field.getKey(), field.getValue(), granular);
    }
  }

  private static void put(
      SortedMap<String, JsonNode> leaves, String path, JsonNode value, boolean granular) {
    if (value.isNull()) {
      return;
    }
    if (!granular) {
      leaves.put(path, value);
      return;
    }
    leaves.put(path + SEPARATOR + SELF, JsonNodeFactory.instance.objectNode());
    value
        .properties()
        .forEach(entry -> leaves.put(path + SEPARATOR + entry.getKey(), entry.getValue()));
  }

  /** After an update by that manager: it owns what it changed, and nobody owns what is gone. */
  static void updated(
      KubeResource resource, ObjectNode before, ObjectNode after, String manager, String time) {
    SortedMap<String, JsonNode> old = leaves(resource, before);
    SortedMap<String, JsonNode> now = leaves(resource, after);
    SortedSet<String> changed = new TreeSet<>();
    now.forEach(
        (path, value) -> {
          if (!value.equals(old.get(path))) {
            changed.add(path);
          }
        });
    Map<Manager, SortedSet<String>> owners = owners(before);
    owners.values().forEach(paths -> paths.removeIf(path -> !now.containsKey(path)));
    if (!changed.isEmpty()) {
      owners.values().forEach(paths -> paths.removeAll(changed));
      owners.computeIfAbsent(new Manager(manager, "Update"), m -> new TreeSet<>()).addAll(changed);
    }
    write(
        resource,
        after,
        before,
        owners,
        changed.isEmpty() ? null : new Manager(manager, "Update"),
        time);
  }

  /** One field of another manager's that an apply would change. */
  record Conflict(String manager, String field) {}

  /** What an apply would take from others, in the API server's order, unless it is forced. */
  static List<Conflict> conflicts(
      KubeResource resource, ObjectNode live, ObjectNode applied, String manager) {
    SortedMap<String, JsonNode> now = leaves(resource, live);
    SortedMap<String, JsonNode> wanted = leaves(resource, applied);
    List<Conflict> conflicts = new ArrayList<>();
    owners(live).entrySet().stream()
        .filter(entry -> !entry.getKey().equals(new Manager(manager, "Apply")))
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(
            entry ->
                wanted.keySet().stream()
                    .filter(path -> entry.getValue().contains(path) && !path.endsWith(ITSELF))
                    .filter(path -> !Objects.equals(wanted.get(path), now.get(path)))
                    .sorted(Comparator.comparing(KubeFields::rank))
                    .map(path -> new Conflict(words(resource, entry.getKey()), dotted(path)))
                    .forEach(conflicts::add));
    return conflicts;
  }

  /** Fields of the object itself come before those of its parts. */
  private static String rank(String path) {
    return (path.indexOf(SEPARATOR) < 0 ? "0" : "1") + path;
  }

  private static String words(KubeResource resource, Manager owner) {
    return "\"" + owner.name() + "\"" + using(resource, owner);
  }

  private static String using(KubeResource resource, Manager owner) {
    return owner.operation().equals("Update") ? " using " + resource.apiVersion() : "";
  }

  private static String dotted(String path) {
    return "." + path.replace(SEPARATOR, '.');
  }

  /** Merges what is applied into what is there, and takes away what this manager let go of. */
  static ObjectNode applied(
      KubeResource resource, ObjectNode live, ObjectNode applied, String manager, String time) {
    Manager self = new Manager(manager, "Apply");
    Map<Manager, SortedSet<String>> owners = owners(live);
    SortedMap<String, JsonNode> wanted = leaves(resource, applied);
    wanted.keySet().removeIf(path -> path.endsWith(SEPARATOR + SELF));
    SortedMap<String, JsonNode> now = leaves(resource, live);
    ObjectNode merged = live.deepCopy();
    SortedSet<String> given = new TreeSet<>(owners.getOrDefault(self, new TreeSet<>()));
    given.removeAll(wanted.keySet());
    owners.remove(self);
    owners.values().forEach(paths -> given.removeAll(paths));
    given.forEach(path -> set(merged, path, null));
    wanted.forEach(
        (path, value) -> {
          if (!value.equals(now.get(path))) {
            owners.values().forEach(paths -> paths.remove(path));
          }
          set(merged, path, value);
        });
    SortedSet<String> there = new TreeSet<>(leaves(resource, merged).keySet());
    owners.values().forEach(paths -> paths.retainAll(there));
    owners.put(self, new TreeSet<>(wanted.keySet()));
    boolean same =
        leaves(resource, merged).equals(now)
            && wanted.keySet().equals(owners(live).getOrDefault(self, new TreeSet<>()));
    write(resource, merged, live, owners, same ? null : self, time);
    return merged;
  }

  private static void set(ObjectNode object, String path, @Nullable JsonNode value) {
    String[] parts = path.split(String.valueOf(SEPARATOR), -1);
    ObjectNode at = object;
    for (int i = 0; i < parts.length - 1; i++) {
      at = at.withObjectProperty(parts[i]);
    }
    if (value == null) {
      at.remove(parts[parts.length - 1]);
    } else {
      at.set(parts[parts.length - 1], value);
    }
    prune(object);
  }

  /** Maps without entries are not kept. */
  static void prune(ObjectNode object) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    for (String map : List.of("labels", "annotations")) {
      if (metadata.path(map).isObject() && metadata.path(map).isEmpty()) {
        metadata.remove(map);
      }
    }
    for (String map : List.of("data", "binaryData")) {
      if (object.path(map).isObject() && object.path(map).isEmpty()) {
        object.remove(map);
      }
    }
  }

  private static Map<Manager, SortedSet<String>> owners(ObjectNode object) {
    Map<Manager, SortedSet<String>> owners = new LinkedHashMap<>();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      SortedSet<String> paths = new TreeSet<>();
      collect(entry.path("fieldsV1"), "", paths);
      owners.put(
          new Manager(entry.path("manager").asText(), entry.path("operation").asText()), paths);
    }
    return owners;
  }

  private static void collect(JsonNode fields, String prefix, SortedSet<String> paths) {
    fields
        .properties()
        .forEach(
            entry -> {
              String name = entry.getKey().equals(SELF) ? SELF : entry.getKey().substring(2);
              String path = prefix + name;
              if (entry.getValue().isEmpty()) {
                // A map of which nothing but itself is owned is written like a leaf.
                paths.add(MAPS.contains(path) ? path + ITSELF : path);
              } else {
                collect(entry.getValue(), path + SEPARATOR, paths);
              }
            });
  }

  /** The entries in the API server's order: applies first, then by time, then by name. */
  private static void write(
      KubeResource resource,
      ObjectNode object,
      ObjectNode before,
      Map<Manager, SortedSet<String>> owners,
      @Nullable Manager touched,
      String time) {
    Map<Manager, String> times = new HashMap<>();
    for (JsonNode entry : before.path("metadata").path("managedFields")) {
      times.put(
          new Manager(entry.path("manager").asText(), entry.path("operation").asText()),
          entry.path("time").asText());
    }
    if (touched != null) {
      times.put(touched, time);
    }
    List<Map.Entry<Manager, SortedSet<String>>> entries = new ArrayList<>(owners.entrySet());
    entries.removeIf(entry -> entry.getValue().isEmpty());
    entries.sort(
        Comparator.comparing(
                (Map.Entry<Manager, SortedSet<String>> entry) -> entry.getKey().operation())
            .thenComparing(entry -> String.valueOf(times.get(entry.getKey())))
            .thenComparing(entry -> entry.getKey().name()));
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<Manager, SortedSet<String>> entry : entries) {
      ObjectNode one = list.addObject();
      one.put("manager", entry.getKey().name());
      one.put("operation", entry.getKey().operation());
      one.put("apiVersion", resource.apiVersion());
      one.put("time", String.valueOf(times.get(entry.getKey())));
      one.put("fieldsType", "FieldsV1");
      one.set("fieldsV1", tree(entry.getValue()));
    }
    ObjectNode metadata = object.withObjectProperty("metadata");
    if (list.isEmpty()) {
      metadata.remove("managedFields");
    } else {
      metadata.set("managedFields", list);
    }
  }

  private static ObjectNode tree(Set<String> paths) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (String path : paths) {
      ObjectNode at = root;
      for (String part : path.split(String.valueOf(SEPARATOR), -1)) {
        at = at.withObjectProperty(part.equals(SELF) ? SELF : "f:" + part);
      }
    }
    alone(root);
    return root;
  }

  private static void alone(ObjectNode node) {
    if (node.size() == 1 && node.has(SELF)) {
      node.remove(SELF);
    }
    node.forEach(child -> alone((ObjectNode) child));
  }
}
