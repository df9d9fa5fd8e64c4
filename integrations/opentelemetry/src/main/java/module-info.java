/** Traces of runs with OpenTelemetry. */
@SuppressWarnings("requires-transitive-automatic") // OpenTelemetry has automatic module names only.
module dev.onboard4j.opentelemetry {
  requires static org.jspecify;
  requires transitive dev.onboard4j.core;
  requires transitive io.opentelemetry.api;
  requires io.opentelemetry.context;
  requires org.slf4j;

  exports dev.onboard4j.opentelemetry;
}
