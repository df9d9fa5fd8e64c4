package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses invalid objects of the stored kinds with 422, as the API server does: all errors at once,
 * in its order.
 *
 * <p>Source: k8s.io/kubernetes, pkg/apis/rbac/validation and pkg/apis/core/validation.
 */
final class KubeValidation {
  private static final int ANNOTATIONS = 256 * 1024;

  private final KubeResource resource;
  private final ObjectNode object;
  private final Set<String> errors = new LinkedHashSet<>();

  private KubeValidation(KubeResource resource, ObjectNode object) {
    this.resource = resource;
    this.object = object;
  }

  /** Checks an object; {@code before} is the one that it takes the place of, or null. */
  static void check(KubeResource resource, @Nullable ObjectNode before, ObjectNode object) {
    KubeValidation validation = new KubeValidation(resource, object);
    validation.run(before);
    List<String> errors = List.copyOf(validation.errors);
    if (!errors.isEmpty()) {
      String all = errors.size() == 1 ? errors.get(0) : "[" + String.join(", ", errors) + "]";
      throw KubeFailure.invalid(resource, object.path("metadata").path("name").asText(), all);
    }
  }

  private void run(@Nullable ObjectNode before) {
    metadata(object.path("metadata"));
    if (resource.role()) {
      rules(object.path("rules"));
    }
    if (resource.binding()) {
      binding();
    }
    if (before != null && resource.binding()) {
      roleRefStays(before.path("roleRef"), object.path("roleRef"));
    }
    if (resource == KubeResource.CONFIG_MAPS) {
      configMap(before);
    }
  }

  private void invalid(String field, String value, String why) {
    errors.add(field + ": Invalid value: " + value + ": " + why);
  }

  private void invalid(String field, String value, List<String> faults) {
    faults.forEach(fault -> invalid(field, quoted(value), fault));
  }

  private void required(String field, String... detail) {
    errors.add(field + ": Required value" + (detail.length == 0 ? "" : ": " + detail[0]));
  }

  private void unsupported(String field, String value, String... supported) {
    List<String> words = Stream.of(supported).map(KubeValidation::quoted).toList();
    errors.add(
        field
            + ": Unsupported value: "
            + quoted(value)
            + ": supported values: "
            + String.join(", ", words));
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }

  private void metadata(JsonNode metadata) {
    String name = metadata.path("name").asText();
    if (name.isEmpty()) {
      required("metadata.name", "name or generateName is required");
    } else {
      invalid("metadata.name", name, KubeNames.ofObject(resource, name));
    }
    for (Map.Entry<String, JsonNode> label : metadata.path("labels").properties()) {
      invalid("metadata.labels", label.getKey(), KubeNames.labelKey(label.getKey()));
      String value = label.getValue().asText();
      invalid("metadata.labels", value, KubeNames.labelValue(value));
    }
    annotations(metadata.path("annotations"));
  }

  private void annotations(JsonNode annotations) {
    int size = 0;
    for (Map.Entry<String, JsonNode> one : annotations.properties()) {
      size += one.getKey().length() + one.getValue().asText().length();
      invalid("metadata.annotations", one.getKey(), KubeNames.annotationKey(one.getKey()));
    }
    if (size > ANNOTATIONS) {
      errors.add("metadata.annotations: Too long: may not be more than " + ANNOTATIONS + " bytes");
    }
  }

  private void rules(JsonNode rules) {
    for (int i = 0; i < rules.size(); i++) {
      JsonNode rule = rules.get(i);
      String at = "rules[" + i + "].";
      if (rule.path("verbs").isEmpty()) {
        required(at + "verbs", "verbs must contain at least one value");
      }
      if (rule.path("nonResourceURLs").isEmpty()) {
        resourceRule(rule, at);
      } else {
        pathRule(rule, at + "nonResourceURLs");
      }
    }
  }

  private void resourceRule(JsonNode rule, String at) {
    if (rule.path("apiGroups").isEmpty()) {
      required(at + "apiGroups", "resource rules must supply at least one api group");
    }
    if (rule.path("resources").isEmpty()) {
      required(at + "resources", "resource rules must supply at least one resource");
    }
  }

  private void pathRule(JsonNode rule, String field) {
    String urls = rule.path("nonResourceURLs").toString();
    if (resource == KubeResource.ROLES) {
      invalid(field, urls, "namespaced rules cannot apply to non-resource URLs");
    }
    if (Stream.of("apiGroups", "resources", "resourceNames")
        .anyMatch(one -> !rule.path(one).isEmpty())) {
      invalid(field, urls, "rules cannot apply to both regular resources and non-resource URLs");
    }
  }

  private void binding() {
    JsonNode role = object.path("roleRef");
    if (!role.path("apiGroup").asText().equals(KubeResource.RBAC)) {
      unsupported("roleRef.apiGroup", role.path("apiGroup").asText(), KubeResource.RBAC);
    }
    List<String> kinds =
        resource == KubeResource.ROLE_BINDINGS
            ? List.of("Role", "ClusterRole")
            : List.of("ClusterRole");
    if (!kinds.contains(role.path("kind").asText())) {
      unsupported("roleRef.kind", role.path("kind").asText(), kinds.toArray(String[]::new));
    }
    String name = role.path("name").asText();
    if (name.isEmpty()) {
      required("roleRef.name");
    } else {
      invalid("roleRef.name", name, KubeNames.segment(name));
    }
    for (int i = 0; i < object.path("subjects").size(); i++) {
      subject(object.path("subjects").get(i), "subjects[" + i + "].");
    }
  }

  private void subject(JsonNode subject, String at) {
    String name = subject.path("name").asText();
    if (name.isEmpty()) {
      required(at + "name");
    }
    String group = subject.path("apiGroup").asText();
    switch (subject.path("kind").asText()) {
      case "ServiceAccount" -> account(subject, at);
      case "User", "Group" -> {
        if (!group.equals(KubeResource.RBAC)) {
          unsupported(at + "apiGroup", group, KubeResource.RBAC);
        }
      }
      default ->
          unsupported(
              at + "kind", subject.path("kind").asText(), "ServiceAccount", "User", "Group");
    }
  }

  private void account(JsonNode subject, String at) {
    String name = subject.path("name").asText();
    if (!name.isEmpty()) {
      invalid(at + "name", name, KubeNames.subdomain(name));
    }
    if (!subject.path("apiGroup").asText().isEmpty()) {
      unsupported(at + "apiGroup", subject.path("apiGroup").asText(), "");
    }
    boolean everywhere = resource == KubeResource.CLUSTER_ROLE_BINDINGS;
    if (everywhere && subject.path("namespace").asText().isEmpty()) {
      required(at + "namespace");
    }
  }

  /** The message has the field names of the server's internal type. */
  private void roleRefStays(JsonNode before, JsonNode after) {
    if (!before.equals(after)) {
      ObjectNode value = JsonNodeFactory.instance.objectNode();
      value.put("APIGroup", after.path("apiGroup").asText());
      value.put("Kind", after.path("kind").asText()).put("Name", after.path("name").asText());
      invalid("roleRef", value.toString(), "cannot change roleRef");
    }
  }

  private void configMap(@Nullable ObjectNode before) {
    if (before != null && before.path("immutable").asBoolean()) {
      List<String> changed = new ArrayList<>(List.of("data", "binaryData"));
      changed.removeIf(field -> before.path(field).equals(object.path(field)));
      if (!object.path("immutable").asBoolean()) {
        changed.add(0, "immutable");
      }
      changed.forEach(
          field -> errors.add(field + ": Forbidden: field is immutable when `immutable` is set"));
    }
    for (String map : List.of("data", "binaryData")) {
      object
          .path(map)
          .properties()
          .forEach(one -> invalid(map + "[" + one.getKey() + "]", one.getKey(), key(map, one)));
    }
  }

  private List<String> key(String map, Map.Entry<String, JsonNode> entry) {
    List<String> faults = new ArrayList<>(KubeNames.dataKey(entry.getKey()));
    if (map.equals("data") && object.path("binaryData").has(entry.getKey())) {
      faults.add("duplicate of key present in binaryData");
    }
    return faults;
  }
}
