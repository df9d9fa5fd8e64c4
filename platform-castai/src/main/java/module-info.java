/** CAST AI: what it asks for, as data. */
module dev.onboard4j.castai {
  requires static org.jspecify;
  requires dev.onboard4j.spi;

  exports dev.onboard4j.castai;

  provides dev.onboard4j.spi.BlueprintSource with
      dev.onboard4j.castai.CastAiBlueprints;
}
