/** The contract between the engine and everything that contributes to a plan; JDK types only. */
module dev.onboard4j.spi {
  requires static org.jspecify;

  exports dev.onboard4j.model;
  exports dev.onboard4j.spi;
  exports dev.onboard4j.spi.support;
}
