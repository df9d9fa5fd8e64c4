/**
 * Helpers of tests against Kubernetes API servers, embedded and real.
 *
 * <p>Whoever uses them has the Kubernetes client on the class path.
 */
@NullMarked
package dev.onboard4j.testkit.kube;

import org.jspecify.annotations.NullMarked;
