package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;

/**
 * Gives an object the form that it has after the API server decoded it: with defaults, and without
 * empty optional fields.
 *
 * <p>Source: the types and defaults of k8s.io/api and k8s.io/kubernetes, pkg/apis/rbac/v1.
 */
final class KubeShape {
  private KubeShape() {}

  static void apply(KubeResource resource, ObjectNode object) {
    object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
    KubeFields.prune(object);
    object.properties().removeIf(field -> field.getValue().isNull());
    if (resource.role()) {
      rules(object);
    }
    if (resource.binding()) {
      binding(object);
    }
    if (resource == KubeResource.NAMESPACES) {
      ObjectNode metadata = object.withObjectProperty("metadata");
      metadata
          .withObjectProperty("labels")
          .put("kubernetes.io/metadata.name", metadata.path("name").asText());
    }
    sorted(object.path("metadata"), "annotations");
    sorted(object.path("metadata"), "labels");
  }

  /** The API server returns maps sorted by key, as Go writes them. */
  private static void sorted(JsonNode metadata, String field) {
    if (metadata.path(field) instanceof ObjectNode map) {
      TreeMap<String, JsonNode> entries = new TreeMap<>();
      map.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
      map.removeAll();
      map.setAll(entries);
    }
  }

  private static void rules(ObjectNode role) {
    if (!role.hasNonNull("rules")) {
      role.putNull("rules");
    }
    for (JsonNode rule : role.path("rules")) {
      ObjectNode fields = (ObjectNode) rule;
      fields.properties().removeIf(field -> field.getValue().isNull());
      if (!fields.hasNonNull("verbs")) {
        fields.putNull("verbs");
      }
    }
  }

  /** Storage knows no difference between a list without items and no list; field managers do. */
  static void stored(KubeResource resource, ObjectNode object) {
    object.path("rules").forEach(rule -> lists((ObjectNode) rule));
    if (resource.role() && object.path("rules").isEmpty()) {
      object.putNull("rules");
    }
  }

  private static void lists(ObjectNode rule) {
    List.of("apiGroups", "resources", "resourceNames", "nonResourceURLs")
        .forEach(field -> dropEmpty(rule, field));
  }

  private static void dropEmpty(ObjectNode object, String field) {
    JsonNode value = object.path(field);
    if (value.isNull() || (value.isContainerNode() && value.isEmpty()) || isEmptyText(value)) {
      object.remove(field);
    }
  }

  private static boolean isEmptyText(JsonNode value) {
    return value.isTextual() && value.asText().isEmpty();
  }

  private static void binding(ObjectNode binding) {
    ObjectNode role = binding.withObjectProperty("roleRef");
    if (role.path("apiGroup").asText().isEmpty()) {
      role.put("apiGroup", KubeResource.RBAC);
    }
    role.put("kind", role.path("kind").asText()).put("name", role.path("name").asText());
    dropEmpty(binding, "subjects");
    binding.path("subjects").forEach(subject -> subject((ObjectNode) subject));
  }

  private static void subject(ObjectNode subject) {
    String kind = subject.path("kind").asText();
    subject.put("kind", kind).put("name", subject.path("name").asText());
    dropEmpty(subject, "namespace");
    dropEmpty(subject, "apiGroup");
    if ((kind.equals("User") || kind.equals("Group")) && !subject.has("apiGroup")) {
      subject.put("apiGroup", KubeResource.RBAC);
    }
  }
}
