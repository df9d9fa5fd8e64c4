package dev.onboard4j.plan;

/** The condition under which a change may be written. */
public sealed interface Gate {
  /** No condition. */
  record None() implements Gate {}

  /**
   * The caller has to give a consent.
   *
   * @param kind the kind of consent: {@code adopt}, {@code replace}, {@code shared}, ...
   * @param text the effect of the consent
   */
  record Consent(String kind, String text) implements Gate {}

  /**
   * The change cannot be written.
   *
   * @param reason the obstacle
   * @param remedy the steps that remove the obstacle
   */
  record Blocked(String reason, String remedy) implements Gate {}

  /** The gate without a condition. */
  static Gate none() {
    return new None();
  }
}
