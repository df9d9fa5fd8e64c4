/** An embedded Kubernetes API, and a real control plane to hold it against. */
@NullMarked
package dev.onboard4j.testkit.kube;

import org.jspecify.annotations.NullMarked;
