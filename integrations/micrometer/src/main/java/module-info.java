/** Metrics of runs with Micrometer. */
@SuppressWarnings("requires-transitive-automatic") // Micrometer has an automatic module name only.
module dev.onboard4j.micrometer {
  requires static org.jspecify;
  requires transitive dev.onboard4j.core;
  requires transitive micrometer.core;
  requires org.slf4j;

  exports dev.onboard4j.micrometer;
}
