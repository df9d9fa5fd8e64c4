/**
 * An embedded Kubernetes API, a real control plane to hold it against, and helpers for tests on
 * both.
 *
 * <p>The helpers that speak through the Kubernetes client need it on the class path of the test.
 */
@NullMarked
package dev.onboard4j.testkit.kube;

import org.jspecify.annotations.NullMarked;
