package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Refuses invalid objects of the stored kinds with 422, as the API server does. */
final class KubeValidation {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final int ANNOTATIONS = 256 * 1024;

  private KubeValidation() {}

  static void check(KubeResource resource, ObjectNode object) {
    String name = object.path("metadata").path("name").asText();
    List<String> errors = new ArrayList<>();
    name(resource, name, errors);
    annotations(object.path("metadata").path("annotations"), errors);
    if (resource.role()) {
      rules(resource, object.path("rules"), errors);
    }
    if (resource.binding()) {
      binding(resource, object, errors);
    }
    if (!errors.isEmpty()) {
      String all = errors.size() == 1 ? errors.get(0) : "[" + String.join(", ", errors) + "]";
      throw KubeFailure.invalid(resource, name, all);
    }
  }

  private static void name(KubeResource resource, String name, List<String> errors) {
    boolean valid =
        resource.rbac()
            ? !name.contains("/") && !name.contains("%") && !name.equals(".") && !name.equals("..")
            : (resource == KubeResource.NAMESPACES ? LABEL : SUBDOMAIN).matcher(name).matches();
    if (!valid) {
      errors.add("metadata.name: Invalid value: \"" + name + "\": not a valid name");
    }
  }

  private static void annotations(JsonNode annotations, List<String> errors) {
    int size = 0;
    for (var one : annotations.properties()) {
      size += one.getKey().length() + one.getValue().asText().length();
      if (!one.getKey().matches("([a-z0-9.-]+/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")) {
        errors.add(
            "metadata.annotations: Invalid value: \"" + one.getKey() + "\": not a valid key");
      }
    }
    if (size > ANNOTATIONS) {
      errors.add("metadata.annotations: Too long: may not be more than " + ANNOTATIONS + " bytes");
    }
  }

  private static void rules(KubeResource resource, JsonNode rules, List<String> errors) {
    for (int i = 0; i < rules.size(); i++) {
      JsonNode rule = rules.get(i);
      String at = "rules[" + i + "].";
      if (rule.path("verbs").isEmpty()) {
        errors.add(at + "verbs: Required value: verbs must contain at least one value");
      }
      if (rule.path("nonResourceURLs").isEmpty()) {
        resourceRule(rule, at, errors);
      } else {
        pathRule(resource, rule, at, errors);
      }
    }
  }

  private static void resourceRule(JsonNode rule, String at, List<String> errors) {
    if (rule.path("apiGroups").isEmpty()) {
      errors.add(
          at + "apiGroups: Required value: resource rules must supply at least one api group");
    }
    if (rule.path("resources").isEmpty()) {
      errors.add(
          at + "resources: Required value: resource rules must supply at least one resource");
    }
  }

  private static void pathRule(
      KubeResource resource, JsonNode rule, String at, List<String> errors) {
    String invalid = at + "nonResourceURLs: Invalid value: " + rule.path("nonResourceURLs");
    if (resource == KubeResource.ROLES) {
      errors.add(invalid + ": namespaced rules cannot apply to non-resource URLs");
    }
    if (Stream.of("apiGroups", "resources", "resourceNames")
        .anyMatch(field -> !rule.path(field).isEmpty())) {
      errors.add(invalid + ": rules cannot apply to both regular resources and non-resource URLs");
    }
  }

  private static void binding(KubeResource resource, ObjectNode object, List<String> errors) {
    JsonNode role = object.path("roleRef");
    String kind = role.path("kind").asText();
    boolean known =
        kind.equals("ClusterRole")
            || (kind.equals("Role") && resource == KubeResource.ROLE_BINDINGS);
    if (!known) {
      errors.add("roleRef.kind: Unsupported value: \"" + kind + "\"");
    }
    if (role.path("name").asText().isEmpty()) {
      errors.add("roleRef.name: Required value");
    }
    for (int i = 0; i < object.path("subjects").size(); i++) {
      subject(object.path("subjects").get(i), "subjects[" + i + "].", errors);
    }
  }

  private static void subject(JsonNode subject, String at, List<String> errors) {
    String kind = subject.path("kind").asText();
    if (!List.of("ServiceAccount", "User", "Group").contains(kind)) {
      errors.add(
          at
              + "kind: Unsupported value: \""
              + kind
              + "\": supported values: \"Group\", \"ServiceAccount\", \"User\"");
    } else if (kind.equals("ServiceAccount") && subject.path("namespace").asText().isEmpty()) {
      errors.add(at + "namespace: Required value");
    }
  }

  static void roleRefStays(KubeResource resource, ObjectNode before, ObjectNode after) {
    if (!before.path("roleRef").equals(after.path("roleRef"))) {
      throw KubeFailure.invalid(
          resource,
          after.path("metadata").path("name").asText(),
          "roleRef: Invalid value: " + after.path("roleRef") + ": cannot change roleRef");
    }
  }
}
