package dev.onboard4j.model;

/** What a resource is to the person who reads the plan; the engine never branches on it. */
public enum ResourceKind {
  /** A cloud API that has to be enabled. */
  API,
  /** A role: a set of permissions somebody can be given or can assume. */
  ROLE,
  /** A policy document of its own, attached to roles. */
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
  /** What the platform is told about the cluster. */
  REGISTRATION
}
