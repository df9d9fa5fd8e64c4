/** Traces of runs with OpenTelemetry: a span for each run, step and request. */
@NullMarked
package dev.onboard4j.opentelemetry;

import org.jspecify.annotations.NullMarked;
