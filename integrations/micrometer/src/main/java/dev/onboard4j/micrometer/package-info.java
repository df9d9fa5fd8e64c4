/** Metrics of runs with Micrometer: runs, steps, requests, retries and waits. */
@NullMarked
package dev.onboard4j.micrometer;

import org.jspecify.annotations.NullMarked;
