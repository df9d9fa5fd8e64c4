/** Onboards Azure Kubernetes Service clusters. */
@NullMarked
package dev.onboard4j.aks;

import org.jspecify.annotations.NullMarked;
