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
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code metadata.managedFields}: the fields that each manager owns. */
final class FieldManagers {
  private FieldManagers() {}

  /** One writer of an object. */
  record Manager(String name, String operation) {
    private static Manager of(JsonNode entry) {
      return new Manager(entry.path("manager").asText(), entry.path("operation").asText());
    }
  }

  /** The paths that each manager owns, in the object's order; the caller may change them. */
  static Map<Manager, SortedSet<String>> owners(ObjectNode object) {
    Map<Manager, SortedSet<String>> owners = new LinkedHashMap<>();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      SortedSet<String> paths = new TreeSet<>();
      collect(entry.path("fieldsV1"), "", paths);
      owners.put(Manager.of(entry), paths);
    }
    return owners;
  }

  private static void collect(JsonNode fields, String prefix, SortedSet<String> paths) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String name =
          field.getKey().equals(KubeFields.SELF) ? KubeFields.SELF : field.getKey().substring(2);
      String path = prefix + name;
      if (!field.getValue().isEmpty()) {
        collect(field.getValue(), path + KubeFields.SEPARATOR, paths);
      } else {
        // A map of which only the map itself is owned is written like a leaf.
        paths.add(KubeFields.MAPS.contains(path) ? path + KubeFields.ITSELF : path);
      }
    }
  }

  /**
   * Writes the entries in the API server's order: applies first, then by time, then by name.
   *
   * @param before the object as it was, with the time of each manager's last write
   * @param touched the manager that writes now; null when nothing changed
   */
  static void write(
      KubeResource resource,
      ObjectNode object,
      ObjectNode before,
      Map<Manager, SortedSet<String>> owners,
      @Nullable Manager touched,
      String time) {
    Map<Manager, String> times = times(before);
    if (touched != null) {
      times.put(touched, time);
    }
    owners.keySet().forEach(manager -> times.putIfAbsent(manager, time));
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Manager manager : ordered(owners, times)) {
      ObjectNode entry = list.addObject();
      entry.put("manager", manager.name()).put("operation", manager.operation());
      entry.put("apiVersion", resource.apiVersion()).put("time", time(times, manager));
      entry.put("fieldsType", "FieldsV1");
      entry.set("fieldsV1", tree(owners.getOrDefault(manager, new TreeSet<>())));
    }
    store(object.withObjectProperty("metadata"), list);
  }

  private static Map<Manager, String> times(ObjectNode object) {
    Map<Manager, String> times = new HashMap<>();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      times.put(Manager.of(entry), entry.path("time").asText());
    }
    return times;
  }

  private static String time(Map<Manager, String> times, Manager manager) {
    return String.valueOf(times.get(manager));
  }

  private static List<Manager> ordered(
      Map<Manager, SortedSet<String>> owners, Map<Manager, String> times) {
    List<Manager> managers = new ArrayList<>(owners.keySet());
    managers.removeIf(manager -> owners.getOrDefault(manager, new TreeSet<>()).isEmpty());
    managers.sort(
        Comparator.comparing(Manager::operation)
            .thenComparing(manager -> time(times, manager))
            .thenComparing(Manager::name));
    return managers;
  }

  private static void store(ObjectNode metadata, ArrayNode list) {
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
      for (String part : path.split(String.valueOf(KubeFields.SEPARATOR), -1)) {
        at = at.withObjectProperty(part.equals(KubeFields.SELF) ? KubeFields.SELF : "f:" + part);
      }
    }
    pruneSelf(root);
    return root;
  }

  private static void pruneSelf(ObjectNode node) {
    if (node.size() == 1 && node.has(KubeFields.SELF)) {
      node.remove(KubeFields.SELF);
    }
    node.forEach(child -> pruneSelf((ObjectNode) child));
  }
}
