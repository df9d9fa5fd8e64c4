/** The second example: a self-managed cluster that is reached by a kubeconfig. */
package dev.onboard4j.samples.selfmanaged;
