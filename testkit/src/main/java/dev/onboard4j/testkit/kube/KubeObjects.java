package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stores objects by kind, namespace and name, with one version counter. */
final class KubeObjects {
  private final SortedMap<String, ObjectNode> objects = new TreeMap<>();
  private long version = 100;

  private static String key(KubeResource resource, String namespace, String name) {
    return resource.name() + "/" + namespace + "/" + name;
  }

  Optional<ObjectNode> find(KubeResource resource, String namespace, String name) {
    return Optional.ofNullable(objects.get(key(resource, namespace, name)));
  }

  List<ObjectNode> list(KubeResource resource, String namespace) {
    String prefix = resource.name() + "/" + (namespace.isEmpty() ? "" : namespace + "/");
    List<ObjectNode> found = new ArrayList<>();
    objects.tailMap(prefix).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .forEach(entry -> found.add(entry.getValue()));
    return found;
  }

  void put(KubeResource resource, ObjectNode object) {
    version++;
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata.put("resourceVersion", String.valueOf(version));
    objects.put(
        key(resource, metadata.path("namespace").asText(), metadata.path("name").asText()), object);
  }

  void remove(KubeResource resource, String namespace, String name) {
    version++;
    objects.remove(key(resource, namespace, name));
  }

  /** The version of the latest write. */
  String version() {
    return String.valueOf(version);
  }

  SortedMap<String, Object> all() {
    SortedMap<String, Object> all = new TreeMap<>();
    objects.forEach((key, object) -> all.put(key, object.deepCopy()));
    return all;
  }
}
