/** The engine: plans, applies, removes; knows no cloud. */
module dev.onboard4j.core {
  requires static org.jspecify;
  requires transitive dev.onboard4j.spi;
  requires com.fasterxml.jackson.databind;
  requires io.github.resilience4j.core;
  requires io.github.resilience4j.retry;
  requires org.slf4j;

  exports dev.onboard4j;
  exports dev.onboard4j.plan;
  exports dev.onboard4j.run;

  uses dev.onboard4j.spi.BlueprintSource;
  uses dev.onboard4j.spi.Contributor;
}
