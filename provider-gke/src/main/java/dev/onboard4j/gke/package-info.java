/** Onboards Google Kubernetes Engine clusters. */
@NullMarked
package dev.onboard4j.gke;

import org.jspecify.annotations.NullMarked;
