package dev.onboard4j.eks;

/** A secret that must turn up nowhere. */
final class Canary {
  static final String VALUE = "canary-7f3a";

  private Canary() {}
}
