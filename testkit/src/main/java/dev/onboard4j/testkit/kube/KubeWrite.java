package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * One request that writes an object.
 *
 * @param user the sender
 * @param resource the kind of the object
 * @param namespace the namespace in the path; the empty string without one
 * @param name the name in the path; the empty string of a collection
 * @param body the object, or the patch
 * @param options what the query says
 */
record KubeWrite(
    KubeUser user,
    KubeResource resource,
    String namespace,
    String name,
    ObjectNode body,
    Options options) {
  /** The query parameters of a write. */
  record Options(String manager, boolean dryRun, boolean force) {
    static Options of(Map<String, String> query, String agent) {
      return new Options(
          query.getOrDefault("fieldManager", agent),
          query.getOrDefault("dryRun", "").equals("All"),
          query.getOrDefault("force", "").equals("true"));
    }
  }

  /** The namespace that the object is stored under. */
  String storedIn() {
    return resource.namespaced() ? namespace : "";
  }

  /** The resourceVersion that the body asks for; the empty string when it asks for none. */
  String version() {
    return body.path("metadata").path("resourceVersion").asText();
  }

  /** The same request with another body. */
  KubeWrite with(ObjectNode other) {
    return new KubeWrite(user, resource, namespace, name, other, options);
  }

  /** The same request by another user. */
  KubeWrite by(KubeUser other) {
    return new KubeWrite(other, resource, namespace, name, body, options);
  }
}
