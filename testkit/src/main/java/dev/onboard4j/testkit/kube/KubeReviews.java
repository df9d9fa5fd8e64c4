package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** SelfSubjectAccessReview and SelfSubjectRulesReview (API reference, authorization.k8s.io/v1). */
final class KubeReviews {
  private final KubeRbac rbac;

  KubeReviews(KubeRbac rbac) {
    this.rbac = rbac;
  }

  ObjectNode review(KubeUser user, String plural, ObjectNode body) {
    ObjectNode answer = body.deepCopy();
    answer.put("apiVersion", "authorization.k8s.io/v1");
    return switch (plural) {
      case "selfsubjectaccessreviews" -> access(user, answer);
      case "selfsubjectrulesreviews" -> rules(user, answer);
      default -> throw KubeFailure.unknownPath();
    };
  }

  private ObjectNode access(KubeUser user, ObjectNode answer) {
    JsonNode spec = answer.path("spec");
    JsonNode resource = spec.path("resourceAttributes");
    JsonNode path = spec.path("nonResourceAttributes");
    boolean allowed =
        resource.isObject()
            ? allows(user, resource)
            : rbac.allowsPath(user, path.path("verb").asText(), path.path("path").asText());
    answer.put("kind", "SelfSubjectAccessReview");
    answer.putObject("status").put("allowed", allowed);
    return answer;
  }

  private boolean allows(KubeUser user, JsonNode asked) {
    String subresource = asked.path("subresource").asText();
    return rbac.allows(
        user,
        asked.path("verb").asText(),
        asked.path("group").asText(),
        asked.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
        asked.path("namespace").asText(),
        asked.path("name").asText());
  }

  private ObjectNode rules(KubeUser user, ObjectNode answer) {
    String namespace = answer.path("spec").path("namespace").asText();
    if (namespace.isEmpty()) {
      throw KubeFailure.badRequest("no namespace on request");
    }
    answer.put("kind", "SelfSubjectRulesReview");
    ObjectNode status = answer.putObject("status");
    ArrayNode resources = status.putArray("resourceRules");
    ArrayNode paths = status.putArray("nonResourceRules");
    for (KubeRule rule : rbac.rules(user, namespace)) {
      put(rule.urls().isEmpty() ? resources.addObject() : paths.addObject(), rule);
    }
    status.put("incomplete", false);
    return answer;
  }

  private static void put(ObjectNode tree, KubeRule rule) {
    put(tree, "verbs", rule.verbs());
    put(tree, "apiGroups", rule.groups());
    put(tree, "resources", rule.resources());
    put(tree, "resourceNames", rule.names());
    put(tree, "nonResourceURLs", rule.urls());
  }

  private static void put(ObjectNode rule, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = rule.putArray(field);
      values.forEach(array::add);
    }
  }
}
