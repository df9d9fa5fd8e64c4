package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Answers discovery requests: version, groups, resources (documentation, "API Discovery"). */
final class KubeDiscovery {
  private static final String AUTHORIZATION = "authorization.k8s.io";

  private KubeDiscovery() {}

  /** The answer to a path that is not a resource; empty when there is no such path. */
  static Optional<ObjectNode> answer(List<String> path) {
    return switch (String.join("/", path)) {
      case "version" -> Optional.of(version());
      case "api" -> Optional.of(core());
      case "apis" -> Optional.of(groups());
      case "api/v1" -> Optional.of(resources(""));
      case "apis/" + KubeResource.RBAC + "/v1" -> Optional.of(resources(KubeResource.RBAC));
      case "apis/" + AUTHORIZATION + "/v1" -> Optional.of(reviews());
      default -> Optional.empty();
    };
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode version() {
    return object()
        .put("major", "1")
        .put("minor", "36")
        .put("gitVersion", "v1.36.2-embedded")
        .put("platform", "java");
  }

  private static ObjectNode core() {
    ObjectNode versions = object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    return versions;
  }

  private static ObjectNode groups() {
    ObjectNode list = object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    for (String name : List.of(KubeResource.RBAC, AUTHORIZATION)) {
      ObjectNode group = groups.addObject().put("name", name);
      ObjectNode version = group.putArray("versions").addObject();
      version.put("groupVersion", name + "/v1").put("version", "v1");
      group.set("preferredVersion", version.deepCopy());
    }
    return list;
  }

  private static ObjectNode resources(String group) {
    ObjectNode list = list(group.isEmpty() ? "v1" : group + "/v1");
    ArrayNode resources = list.withArrayProperty("resources");
    for (KubeResource one : KubeResource.values()) {
      if (one.group().equals(group)) {
        describe(resources.addObject(), one);
      }
    }
    if (group.isEmpty()) {
      describeToken(resources.addObject());
    }
    return list;
  }

  private static void describe(ObjectNode entry, KubeResource resource) {
    entry.put("name", resource.plural()).put("singularName", resource.singular());
    entry.put("namespaced", resource.namespaced()).put("kind", resource.kind());
    ArrayNode verbs = entry.putArray("verbs");
    List.of("create", "delete", "get", "list", "patch", "update").forEach(verbs::add);
    if (!resource.shortName().isEmpty()) {
      entry.putArray("shortNames").add(resource.shortName());
    }
  }

  private static void describeToken(ObjectNode entry) {
    entry.put("name", "serviceaccounts/token").put("singularName", "").put("namespaced", true);
    entry.put("group", "authentication.k8s.io").put("version", "v1").put("kind", "TokenRequest");
    entry.putArray("verbs").add("create");
  }

  private static ObjectNode reviews() {
    ObjectNode list = list(AUTHORIZATION + "/v1");
    for (String kind : List.of("SelfSubjectAccessReview", "SelfSubjectRulesReview")) {
      ObjectNode entry = list.withArrayProperty("resources").addObject();
      String plural = kind.toLowerCase(Locale.ROOT) + "s";
      entry.put("name", plural).put("singularName", "").put("namespaced", false).put("kind", kind);
      entry.putArray("verbs").add("create");
    }
    return list;
  }

  private static ObjectNode list(String groupVersion) {
    ObjectNode list = object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", groupVersion).putArray("resources");
    return list;
  }
}
