package dev.onboard4j.testkit.kube;

import dev.onboard4j.testkit.cloud.WireRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request, taken apart as the API server's RequestInfo does.
 *
 * @param verb get, list, create, update, patch, delete, deletecollection; of a path in lower case
 * @param resource what it is about; empty for a path that is none
 * @param group the API group
 * @param plural the resource's name in the path
 * @param namespace where; the empty string without
 * @param name of which object; the empty string for a collection
 * @param subresource the part behind the name
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
    String group = "";
    int at;
    if (path.size() > 2 && path.get(0).equals("api") && path.get(1).equals("v1")) {
      at = 2;
    } else if (path.size() > 3 && path.get(0).equals("apis") && path.get(2).equals("v1")) {
      group = path.get(1);
      at = 3;
    } else {
      return new KubeRequest(
          wire.method().toLowerCase(Locale.ROOT), Optional.empty(), "", "", "", "", "");
    }
    String namespace = "";
    if (path.get(at).equals("namespaces") && path.size() > at + 2) {
      namespace = path.get(at + 1);
      at += 2;
    }
    String plural = path.get(at);
    String name = path.size() > at + 1 ? path.get(at + 1) : "";
    String subresource = path.size() > at + 2 ? path.get(at + 2) : "";
    if (plural.equals("namespaces")) {
      namespace = name;
    }
    return new KubeRequest(
        verb(wire, name),
        KubeResource.of(group, plural),
        group,
        plural,
        namespace,
        name,
        subresource);
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

  /** With the subresource, as rules have it. */
  String target() {
    return subresource.isEmpty() ? plural : plural + "/" + subresource;
  }

  boolean reads() {
    return List.of("get", "list", "watch").contains(verb) || group.equals("authorization.k8s.io");
  }

  /** {@code get clusterroles.rbac.authorization.k8s.io}: as the permissions of a plan have it. */
  String action() {
    if (aboutPath()) {
      return verb + " path";
    }
    return verb + " " + target() + (group.isEmpty() ? "" : "." + group);
  }
}
