package dev.onboard4j.rbac;

import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;

/**
 * One object of the API server.
 *
 * @param kind its kind
 * @param namespace its namespace; the empty string for kinds without
 * @param name its name
 */
record ObjectRef(KubeKind kind, String namespace, String name) {
  /** What permissions of this API begin with; also the id of the contributor. */
  static final String SERVICE = "kubernetes";

  static ObjectRef of(KubeKind kind, String name) {
    return new ObjectRef(kind, "", name);
  }

  static ObjectRef of(KubeKind kind, String namespace, String name) {
    return new ObjectRef(kind, namespace, name);
  }

  String collection() {
    return kind.collection(namespace);
  }

  String path() {
    return collection() + "/" + Paths.segment(name);
  }

  ResourceId id() {
    return ResourceId.of(kind.idType(), full());
  }

  /** {@code namespace/name}, or the name alone. */
  String full() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** The permission that a verb on this object takes. */
  RequiredPermission need(String verb) {
    return new RequiredPermission(permission(verb), full());
  }

  /** Creating cannot be limited by name (Kubernetes documentation, RBAC, resourceNames). */
  RequiredPermission creating() {
    return any("create");
  }

  /** A verb on every object of the kind in that namespace, or anywhere. */
  RequiredPermission any(String verb) {
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
