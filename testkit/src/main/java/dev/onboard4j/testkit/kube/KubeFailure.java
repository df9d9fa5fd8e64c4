package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A failure, with the Status object that the API server answers.
 *
 * <p>Source: API conventions, "Response status kind"; k8s.io/apimachinery, api/errors. The texts
 * are those of a real API server, on which the same tests run.
 */
final class KubeFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final transient ObjectNode details;

  private KubeFailure(int code, String reason, String message, ObjectNode details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  int code() {
    return code;
  }

  static KubeFailure of(int code, String reason, String message) {
    return new KubeFailure(code, reason, message, JsonNodeFactory.instance.objectNode());
  }

  private static ObjectNode about(KubeResource resource, String name) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!resource.group().isEmpty()) {
      details.put("group", resource.group());
    }
    return details.put("kind", resource.plural());
  }

  static KubeFailure unauthorized() {
    return of(401, "Unauthorized", "Unauthorized");
  }

  static KubeFailure throttled() {
    return of(
        429,
        "TooManyRequests",
        "the server has received too many requests and has asked us to try again later");
  }

  static KubeFailure unavailable() {
    return of(503, "ServiceUnavailable", "the server is currently unable to handle the request");
  }

  static KubeFailure unknownPath() {
    return of(404, "NotFound", "the server could not find the requested resource");
  }

  static KubeFailure notFound(KubeResource resource, String name) {
    return new KubeFailure(
        404,
        "NotFound",
        resource.qualified() + " \"" + name + "\" not found",
        about(resource, name));
  }

  static KubeFailure exists(KubeResource resource, String name) {
    return new KubeFailure(
        409,
        "AlreadyExists",
        resource.qualified() + " \"" + name + "\" already exists",
        about(resource, name));
  }

  static KubeFailure conflict(KubeResource resource, String name, String why) {
    return new KubeFailure(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + resource.qualified() + " \"" + name + "\": " + why,
        about(resource, name));
  }

  /** The refusal of a delete; its words name the kind. */
  static KubeFailure precondition(KubeResource resource, String name, String why) {
    String group = resource.group().isEmpty() ? "" : "." + resource.group();
    return new KubeFailure(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s%s \"%s\": %s"
            .formatted(resource.kind(), group, name, why),
        about(resource, name).put("kind", resource.kind()));
  }

  static KubeFailure modified(KubeResource resource, String name) {
    return conflict(
        resource,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static KubeFailure forbidden(KubeResource resource, String name, String why) {
    String about = name.isEmpty() ? "" : " \"" + name + "\"";
    return new KubeFailure(
        403,
        "Forbidden",
        resource.qualified() + about + " is forbidden: " + why,
        about(resource, name));
  }

  static KubeFailure invalid(KubeResource resource, String name, String why) {
    ObjectNode details = about(resource, name).put("kind", resource.kind());
    String group = resource.group().isEmpty() ? "" : "." + resource.group();
    return new KubeFailure(
        422, "Invalid", resource.kind() + group + " \"" + name + "\" is invalid: " + why, details);
  }

  /** The refusal of an apply that names no field manager. */
  static KubeFailure managerRequired() {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.put("group", "meta.k8s.io").put("kind", "PatchOptions");
    return new KubeFailure(
        422,
        "Invalid",
        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for"
            + " apply patch",
        details);
  }

  static KubeFailure badRequest(String why) {
    return of(400, "BadRequest", why);
  }

  /** The refusal of an apply that would change fields of other managers. */
  static KubeFailure applying(List<KubeFields.Conflict> conflicts) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    for (KubeFields.Conflict one : conflicts) {
      details
          .withArrayProperty("causes")
          .addObject()
          .put("reason", "FieldManagerConflict")
          .put("message", "conflict with " + one.manager())
          .put("field", one.field());
    }
    String words = conflicts.size() == 1 ? only(conflicts.get(0)) : byManager(conflicts);
    return new KubeFailure(
        409, "Conflict", "Apply failed with " + conflicts.size() + words, details);
  }

  private static String only(KubeFields.Conflict conflict) {
    return " conflict: conflict with " + conflict.manager() + ": " + conflict.field();
  }

  private static String byManager(List<KubeFields.Conflict> conflicts) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (KubeFields.Conflict one : conflicts) {
      fields.computeIfAbsent(one.manager(), m -> new ArrayList<>()).add("\n- " + one.field());
    }
    return fields.entrySet().stream()
        .map(one -> "conflicts with " + one.getKey() + ":" + String.join("", one.getValue()))
        .collect(Collectors.joining("\n", " conflicts: ", ""));
  }

  ObjectNode status() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    return status.put("code", code);
  }
}
