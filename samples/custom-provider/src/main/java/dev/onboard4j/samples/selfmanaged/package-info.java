/** The second example: a cluster of one's own, of which nothing is known but a kubeconfig. */
package dev.onboard4j.samples.selfmanaged;
