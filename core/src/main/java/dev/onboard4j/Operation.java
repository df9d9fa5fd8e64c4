package dev.onboard4j;

import java.util.Locale;

/** Which question a plan answers. */
public enum Operation {
  /** What it takes to bring the cluster on board. */
  APPLY,
  /** What it takes to undo that. */
  REMOVE,
  /** What differs from what onboarding made. */
  DRIFT;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
