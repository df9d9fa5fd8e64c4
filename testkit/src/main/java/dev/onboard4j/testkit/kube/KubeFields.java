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

  private static final Set<String> UNTRACKED = Set.of("apiVersion", "kind", "status");

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

  /** The values of a decoded object by path: the rules of a role are a value even if absent. */
  static SortedMap<String, JsonNode> leaves(KubeResource resource, ObjectNode object) {
    SortedMap<String, JsonNode> leaves = given(resource, object);
    if (resource.role()) {
      leaves.putIfAbsent("rules", JsonNodeFactory.instance.nullNode());
    }
    return leaves;
  }

  /** The values by path of an object as a client sent it. */
  private static SortedMap<String, JsonNode> given(KubeResource resource, ObjectNode object) {
    SortedMap<String, JsonNode> leaves = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      if (name.equals("metadata")) {
        field.getValue().properties().forEach(one -> metadata(leaves, one));
      } else if (name.equals("spec")) {
        field
            .getValue()
            .properties()
            .forEach(one -> leaves.put(name + SEPARATOR + one.getKey(), one.getValue()));
      } else if (!UNTRACKED.contains(name)) {
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
    if (isUntracked(before)) {
      // An object without managers is tracked again from its next apply on.
      after.withObjectProperty("metadata").remove("managedFields");
      return;
    }
    Manager updater = new Manager(manager, "Update");
    SortedMap<String, JsonNode> was = leaves(resource, before);
    SortedMap<String, JsonNode> now = leaves(resource, after);
    Set<String> changed = changed(was, now);
    Map<Manager, SortedSet<String>> owners = FieldManagers.owners(before);
    owners.values().forEach(paths -> paths.removeAll(removed(was, now)));
    if (!changed.isEmpty()) {
      owners.values().forEach(paths -> paths.removeAll(changed));
      owners.computeIfAbsent(updater, m -> new TreeSet<>()).addAll(changed);
    }
    FieldManagers.write(resource, after, before, owners, changed.isEmpty() ? null : updater, time);
  }

  private static Set<String> removed(
      SortedMap<String, JsonNode> before, SortedMap<String, JsonNode> after) {
    Set<String> removed = new TreeSet<>(before.keySet());
    removed.removeAll(after.keySet());
    return removed;
  }

  /** Whether an existing object has no managers (managedfields/internal/skipnonapplied.go). */
  private static boolean isUntracked(ObjectNode object) {
    return !object.isEmpty() && object.path("metadata").path("managedFields").isEmpty();
  }

  private static Set<String> changed(
      SortedMap<String, JsonNode> before, SortedMap<String, JsonNode> after) {
    Set<String> changed = new TreeSet<>(after.keySet());
    changed.removeIf(path -> Objects.equals(after.get(path), before.get(path)));
    return changed;
  }

  /** The managers of an object; one that has none belongs to those before the first apply. */
  private static Map<Manager, SortedSet<String>> owners(KubeResource resource, ObjectNode live) {
    Map<Manager, SortedSet<String>> owners = FieldManagers.owners(live);
    if (isUntracked(live)) {
      ObjectNode empty = JsonNodeFactory.instance.objectNode();
      owners.put(
          new Manager("before-first-apply", "Update"),
          new TreeSet<>(changed(leaves(resource, empty), leaves(resource, live))));
    }
    return owners;
  }

  /** One field of another manager's that an apply would change. */
  record Conflict(String manager, String field) {}

  /** The conflicts that an apply without force meets, in the API server's order. */
  static List<Conflict> conflicts(
      KubeResource resource, ObjectNode live, ObjectNode applied, String manager) {
    SortedMap<String, JsonNode> wanted = given(resource, applied);
    Set<String> changed = changed(leaves(resource, live), wanted);
    List<Conflict> conflicts = new ArrayList<>();
    owners(resource, live).entrySet().stream()
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
        .map(path -> new Conflict(owner, field(path)))
        .toList();
  }

  private static String field(String path) {
    String whole =
        path.endsWith(ITSELF) ? path.substring(0, path.length() - ITSELF.length()) : path;
    return "." + whole.replace(SEPARATOR, '.');
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
    Map<Manager, SortedSet<String>> owners = owners(resource, live);
    SortedSet<String> owned = owners.getOrDefault(applier, new TreeSet<>());
    owners.remove(applier);
    SortedMap<String, JsonNode> wanted = given(resource, applied);
    SortedMap<String, JsonNode> now = leaves(resource, live);
    Set<String> changed = changed(now, wanted);
    // A map is owned by its entries; only one without entries is owned itself.
    Set<String> all = Set.copyOf(wanted.keySet());
    wanted.keySet().removeIf(path -> path.endsWith(ITSELF) && !emptyMap(all, path));
    ObjectNode merged = merged(live, givenUp(owned, wanted.keySet(), owners), wanted);
    SortedMap<String, JsonNode> then = leaves(resource, merged);
    Set<String> removed = removed(now, then);
    owners
        .values()
        .forEach(paths -> paths.removeIf(path -> changed.contains(path) || removed.contains(path)));
    owners.put(applier, new TreeSet<>(wanted.keySet()));
    boolean same = then.equals(now) && wanted.keySet().equals(owned);
    FieldManagers.write(resource, merged, live, owners, same ? null : applier, time);
    return merged;
  }

  private static boolean emptyMap(Set<String> paths, String itself) {
    String prefix = itself.substring(0, itself.length() - SELF.length());
    return paths.stream().noneMatch(path -> path.startsWith(prefix) && !path.equals(itself));
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
    wanted.forEach(
        (path, value) -> {
          if (!path.endsWith(ITSELF)) {
            set(merged, path, value);
          }
        });
    return merged;
  }

  /** Sets or removes a value; a map that loses its last entry stays until the object is shaped. */
  private static void set(ObjectNode object, String path, @Nullable JsonNode value) {
    List<String> parts = List.of(path.split(String.valueOf(SEPARATOR), -1));
    ObjectNode at = object;
    for (String part : parts.subList(0, parts.size() - 1)) {
      if (value == null && !at.path(part).isObject()) {
        return;
      }
      at = at.withObjectProperty(part);
    }
    String last = parts.get(parts.size() - 1);
    if (value == null) {
      at.remove(last);
    } else {
      at.set(last, value);
    }
  }

  /** Removes empty maps of labels, annotations and data. */
  static void prune(ObjectNode object) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    List.of("labels", "annotations").forEach(map -> prune(metadata, map));
    List.of("data", "binaryData").forEach(map -> prune(object, map));
  }

  private static void prune(ObjectNode parent, String map) {
    if (parent.path(map).isNull() || (parent.path(map).isObject() && parent.path(map).isEmpty())) {
      parent.remove(map);
    }
  }
}
