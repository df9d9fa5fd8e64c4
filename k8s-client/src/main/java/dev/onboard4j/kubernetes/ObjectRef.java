package dev.onboard4j.kubernetes;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import java.util.Optional;

/**
 * Identifies one object of the API server.
 *
 * @param kind its kind
 * @param namespace its namespace; the empty string for kinds without namespaces
 * @param name its name
 */
public record ObjectRef(KubeKind kind, String namespace, String name) {
  /** The name of this API, with which its permissions begin; also the id of the contributor. */
  public static final String SERVICE = "kubernetes";

  /** An object of a kind without namespaces. */
  public static ObjectRef of(KubeKind kind, String name) {
    return new ObjectRef(kind, "", name);
  }

  /** An object in a namespace. */
  public static ObjectRef of(KubeKind kind, String namespace, String name) {
    return new ObjectRef(kind, namespace, name);
  }

  /** The object of that kind whose resource has this id, as text; empty if it is another kind. */
  public static Optional<ObjectRef> parse(KubeKind kind, String id) {
    String prefix = kind.idType() + "/";
    if (!id.startsWith(prefix)) {
      return Optional.empty();
    }
    String full = id.substring(prefix.length());
    int slash = kind.namespaced() ? full.indexOf('/') : -1;
    return Optional.of(
        of(kind, slash < 0 ? "" : full.substring(0, slash), full.substring(slash + 1)));
  }

  String collection() {
    return kind.collection(namespace);
  }

  String path() {
    return collection() + "/" + Paths.segment(name);
  }

  /** The id of the resource that is this object. */
  public ResourceId id() {
    return ResourceId.of(kind.idType(), full());
  }

  /** {@code namespace/name}, or the name alone. */
  String full() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** The request for a verb on this object, with the permission that it requires. */
  public ApiRequest request(String verb) {
    return ApiRequest.of(SERVICE, verb + " " + kind.plural(), permission(verb));
  }

  /** The permission that a verb on this object requires. */
  public RequiredPermission permission(String verb) {
    // Creating cannot be limited by name (Kubernetes documentation, RBAC, resourceNames).
    return verb.equals("create")
        ? permissionOnAll(verb)
        : new RequiredPermission(action(verb), full());
  }

  /** The permission for a verb on every object of the kind in the namespace, or in the cluster. */
  public RequiredPermission permissionOnAll(String verb) {
    return new RequiredPermission(action(verb), namespace.isEmpty() ? "*" : namespace + "/*");
  }

  private String action(String verb) {
    return SERVICE + ":" + verb + " " + kind.qualified();
  }

  @Override
  public String toString() {
    return kind.kind() + " " + full();
  }
}
