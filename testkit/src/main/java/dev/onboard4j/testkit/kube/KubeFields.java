package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.kube.FieldManagers.Manager;
import java.util.ArrayList;
import java.util.Comparator;
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
 * Tracks which manager owns which field, as server-side apply does, for flat objects.
 *
 * <p>A path is {@code metadata/labels/app}, or {@code data/.} for the map itself. Lists ({@code
 * rules}, {@code subjects}) and {@code roleRef} are owned as a whole; entries of labels,
 * annotations and data are owned one by one. Source: Kubernetes documentation, "Server-Side Apply".
 */
final class KubeFields {
  static final String SELF = ".";
  static final char SEPARATOR = '\u001f';
  static final String ITSELF = SEPARATOR + SELF;
  static final Set<String> MAPS =
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

  /** The values of an object by path. */
  static SortedMap<String, JsonNode> leaves(KubeResource resource, ObjectNode object) {
    SortedMap<String, JsonNode> leaves = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      if (name.equals("metadata")) {
        field.getValue().properties().forEach(one -> metadata(leaves, one));
      } else if (!Set.of("apiVersion", "kind", "status").contains(name)) {
        put(leaves, name, field.getValue(), resource.granular().contains(name));
      }
    }
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
    leaves.put(path + ITSELF, JsonNodeFactory.instance.objectNode());
    value
        .properties()
        .forEach(entry -> leaves.put(path + SEPARATOR + entry.getKey(), entry.getValue()));
  }

  /**
   * Records an update: its manager owns the fields that it changed; removed fields have no owner.
   */
  static void updated(
      KubeResource resource, ObjectNode before, ObjectNode after, String manager, String time) {
    Manager updater = new Manager(manager, "Update");
    SortedMap<String, JsonNode> now = leaves(resource, after);
    Set<String> changed = changed(leaves(resource, before), now);
    Map<Manager, SortedSet<String>> owners = FieldManagers.owners(before);
    owners.values().forEach(paths -> paths.removeIf(path -> !now.containsKey(path)));
    if (!changed.isEmpty()) {
      owners.values().forEach(paths -> paths.removeAll(changed));
      owners.computeIfAbsent(updater, m -> new TreeSet<>()).addAll(changed);
    }
    FieldManagers.write(resource, after, before, owners, changed.isEmpty() ? null : updater, time);
  }

  private static Set<String> changed(
      SortedMap<String, JsonNode> before, SortedMap<String, JsonNode> after) {
    Set<String> changed = new TreeSet<>(after.keySet());
    changed.removeIf(path -> Objects.equals(after.get(path), before.get(path)));
    return changed;
  }

  /** One field of another manager's that an apply would change. */
  record Conflict(String manager, String field) {}

  /** The conflicts that an apply without force meets, in the API server's order. */
  static List<Conflict> conflicts(
      KubeResource resource, ObjectNode live, ObjectNode applied, String manager) {
    SortedMap<String, JsonNode> wanted = leaves(resource, applied);
    Set<String> changed = changed(leaves(resource, live), wanted);
    changed.removeIf(path -> path.endsWith(ITSELF));
    List<Conflict> conflicts = new ArrayList<>();
    FieldManagers.owners(live).entrySet().stream()
        .filter(entry -> !entry.getKey().equals(new Manager(manager, "Apply")))
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(
            entry -> {
              String owner = words(resource, entry.getKey());
              conflicts.addAll(conflicts(owner, changed, entry.getValue()));
            });
    return conflicts;
  }

  private static List<Conflict> conflicts(String owner, Set<String> changed, Set<String> owned) {
    return changed.stream()
        .filter(owned::contains)
        .sorted(Comparator.comparing(KubeFields::rank))
        .map(path -> new Conflict(owner, "." + path.replace(SEPARATOR, '.')))
        .toList();
  }

  /** Orders fields of the object itself before those of its parts. */
  private static String rank(String path) {
    return (path.indexOf(SEPARATOR) < 0 ? "0" : "1") + path;
  }

  private static String words(KubeResource resource, Manager owner) {
    String using = owner.operation().equals("Update") ? " using " + resource.apiVersion() : "";
    return "\"" + owner.name() + "\"" + using;
  }

  /** Merges the applied fields into the object; removes those that this manager gave up. */
  static ObjectNode applied(
      KubeResource resource, ObjectNode live, ObjectNode applied, String manager, String time) {
    Manager applier = new Manager(manager, "Apply");
    Map<Manager, SortedSet<String>> owners = FieldManagers.owners(live);
    SortedSet<String> owned = owners.getOrDefault(applier, new TreeSet<>());
    owners.remove(applier);
    SortedMap<String, JsonNode> wanted = leaves(resource, applied);
    wanted.keySet().removeIf(path -> path.endsWith(ITSELF));
    SortedMap<String, JsonNode> now = leaves(resource, live);
    ObjectNode merged = merged(live, givenUp(owned, wanted.keySet(), owners), wanted);
    SortedMap<String, JsonNode> then = leaves(resource, merged);
    Set<String> changed = changed(now, wanted);
    owners
        .values()
        .forEach(
            paths -> paths.removeIf(path -> changed.contains(path) || !then.containsKey(path)));
    owners.put(applier, new TreeSet<>(wanted.keySet()));
    boolean same = then.equals(now) && wanted.keySet().equals(owned);
    FieldManagers.write(resource, merged, live, owners, same ? null : applier, time);
    return merged;
  }

  /** The fields that only this manager owned and that it does not apply any more. */
  private static Set<String> givenUp(
      Set<String> owned, Set<String> wanted, Map<Manager, SortedSet<String>> others) {
    Set<String> givenUp = new TreeSet<>(owned);
    givenUp.removeAll(wanted);
    others.values().forEach(givenUp::removeAll);
    return givenUp;
  }

  private static ObjectNode merged(
      ObjectNode live, Set<String> givenUp, SortedMap<String, JsonNode> wanted) {
    ObjectNode merged = live.deepCopy();
    givenUp.forEach(path -> set(merged, path, null));
    wanted.forEach((path, value) -> set(merged, path, value));
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

  /** Removes empty maps of labels, annotations and data. */
  static void prune(ObjectNode object) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    List.of("labels", "annotations").forEach(map -> prune(metadata, map));
    List.of("data", "binaryData").forEach(map -> prune(object, map));
  }

  private static void prune(ObjectNode parent, String map) {
    if (parent.path(map).isObject() && parent.path(map).isEmpty()) {
      parent.remove(map);
    }
  }
}
