package dev.onboard4j.eks;

/** A secret value that no output may contain. */
final class Canary {
  static final String VALUE = "canary-7f3a";

  private Canary() {}
}
