package dev.onboard4j.testkit.kube;

import dev.onboard4j.testkit.cloud.WireRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of one request, as the API server's RequestInfo has them.
 *
 * @param verb get, list, watch, create, update, patch, delete, deletecollection; for a path that is
 *     not a resource, the method in lower case
 * @param resource the resource; empty for an unknown one, and for a path that is not a resource
 * @param group the API group
 * @param plural the resource's name in the path; the empty string for a path that is not a resource
 * @param namespace the namespace; the empty string without one
 * @param name the object's name; the empty string for a collection
 * @param subresource the part behind the name; the empty string without one
 */
record KubeRequest(
    String verb,
    Optional<KubeResource> resource,
    String group,
    String plural,
    String namespace,
    String name,
    String subresource) {
  static KubeRequest of(WireRequest wire) {
    List<String> path = wire.path();
    if (path.size() > 2 && path.get(0).equals("api") && path.get(1).equals("v1")) {
      return of(wire, "", path.subList(2, path.size()));
    }
    if (path.size() > 3 && path.get(0).equals("apis") && path.get(2).equals("v1")) {
      return of(wire, path.get(1), path.subList(3, path.size()));
    }
    return new KubeRequest(
        wire.method().toLowerCase(Locale.ROOT), Optional.empty(), "", "", "", "", "");
  }

  /** The request for the path after the group's version. */
  private static KubeRequest of(WireRequest wire, String group, List<String> path) {
    boolean inNamespace = path.get(0).equals("namespaces") && path.size() > 2;
    List<String> rest = inNamespace ? path.subList(2, path.size()) : path;
    String plural = rest.get(0);
    String name = part(rest, 1);
    return new KubeRequest(
        verb(wire, name),
        KubeResource.of(group, plural),
        group,
        plural,
        plural.equals("namespaces") ? name : inNamespace ? path.get(1) : "",
        name,
        part(rest, 2));
  }

  private static String part(List<String> path, int index) {
    return path.size() > index ? path.get(index) : "";
  }

  private static String verb(WireRequest wire, String name) {
    return switch (wire.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
      default -> name.isEmpty() ? watching(wire.query()) : "get";
    };
  }

  private static String watching(Map<String, String> query) {
    return query.getOrDefault("watch", "").matches("1|true") ? "watch" : "list";
  }

  boolean aboutPath() {
    return plural.isEmpty();
  }

  /** Whether the request is about objects in one namespace. */
  boolean namespaced() {
    return !namespace.isEmpty() && !plural.equals("namespaces");
  }

  /** The resource with its subresource, as rules name it. */
  String target() {
    return subresource.isEmpty() ? plural : plural + "/" + subresource;
  }

  boolean reads() {
    return List.of("get", "list", "watch").contains(verb) || group.equals("authorization.k8s.io");
  }

  /** The action as permissions name it: {@code get clusterroles.rbac.authorization.k8s.io}. */
  String action() {
    if (aboutPath()) {
      return verb + " path";
    }
    return verb + " " + target() + (group.isEmpty() ? "" : "." + group);
  }
}
