package dev.onboard4j.plan;

/** What has to happen before a change may be made. */
public sealed interface Gate {
  /** Nothing. */
  record None() implements Gate {}

  /**
   * Somebody has to agree.
   *
   * @param kind what to agree to: {@code adopt}, {@code replace}, {@code shared}, ...
   * @param text what agreeing means
   */
  record Consent(String kind, String text) implements Gate {}

  /**
   * It cannot be made at all.
   *
   * @param reason why
   * @param remedy what to do about it
   */
  record Blocked(String reason, String remedy) implements Gate {}

  /** The open gate. */
  static Gate none() {
    return new None();
  }
}
