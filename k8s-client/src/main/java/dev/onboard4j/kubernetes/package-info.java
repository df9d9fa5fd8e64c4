/**
 * The way to a Kubernetes cluster: client, kubeconfig, identity of the API server, the permissions
 * that the caller holds there, and the algebra of RBAC rules.
 */
@NullMarked
package dev.onboard4j.kubernetes;

import org.jspecify.annotations.NullMarked;
