package dev.onboard4j.model;

/** The sort of a resource, for the reader of a plan; the engine never branches on it. */
public enum ResourceKind {
  /** A cloud API that must be enabled. */
  API,
  /** A set of permissions that a principal can be given or can assume. */
  ROLE,
  /** A separate policy document, attached to roles. */
  POLICY,
  /** A principal: service account, application, instance profile. */
  IDENTITY,
  /** A grant that ties a principal to a role. */
  BINDING,
  /** A key, secret or federation that proves an identity. */
  CREDENTIAL,
  /** A network object such as a security group. */
  NETWORK,
  /** A Kubernetes RBAC object. */
  RBAC,
  /** A component hosted in the cluster. */
  COMPONENT,
  /** The entry of the cluster at the platform. */
  REGISTRATION
}
