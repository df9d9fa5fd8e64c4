package dev.onboard4j.testkit.azure;

/** What an AKS cluster has switched on; see {@link AksClusterSpec#with}. */
public enum AksFeature {
  /** Only a private address answers. */
  PRIVATE,
  /** Users come from Entra ID. */
  ENTRA,
  /** Azure roles decide about access to Kubernetes. */
  AZURE_RBAC,
  /** There is no administrator's credential. */
  LOCAL_ACCOUNTS_DISABLED,
  /** AKS Automatic. */
  AUTOMATIC,
  /** AKS makes nodes by itself. */
  NODE_AUTO_PROVISIONING,
  /** A deny assignment protects the node resource group. */
  LOCKED_NODE_GROUP,
  /** The cluster is stopped. */
  STOPPED,
  /** Workload identity is not possible: there is no OIDC issuer. */
  WITHOUT_OIDC,
  /** The cluster has a service principal with a secret in place of an identity. */
  SERVICE_PRINCIPAL
}
