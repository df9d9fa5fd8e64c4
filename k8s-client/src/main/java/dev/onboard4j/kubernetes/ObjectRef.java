package dev.onboard4j.kubernetes;

import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;

/**
 * One object of the API server.
 *
 * @param kind its kind
 * @param namespace its namespace; the empty string for kinds without
 * @param name its name
 */
public record ObjectRef(KubeKind kind, String namespace, String name) {
  /** What permissions of this API begin with; also the id of the contributor. */
  public static final String SERVICE = "kubernetes";

  /** An object of a kind without namespaces. */
  public static ObjectRef of(KubeKind kind, String name) {
    return new ObjectRef(kind, "", name);
  }

  /** An object in a namespace. */
  public static ObjectRef of(KubeKind kind, String namespace, String name) {
    return new ObjectRef(kind, namespace, name);
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

  /** The permission that a verb on this object takes. */
  public RequiredPermission need(String verb) {
    return new RequiredPermission(permission(verb), full());
  }

  /** Creating cannot be limited by name (Kubernetes documentation, RBAC, resourceNames). */
  public RequiredPermission creating() {
    return any("create");
  }

  /** A verb on every object of the kind in that namespace, or anywhere. */
  public RequiredPermission any(String verb) {
    return new RequiredPermission(permission(verb), namespace.isEmpty() ? "*" : namespace + "/*");
  }

  String permission(String verb) {
    return SERVICE + ":" + verb + " " + kind.qualified();
  }

  @Override
  public String toString() {
    return kind.kind() + " " + full();
  }
}
