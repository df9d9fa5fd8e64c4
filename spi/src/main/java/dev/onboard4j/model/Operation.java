package dev.onboard4j.model;

import java.util.Locale;

/** Which question a plan answers; a contributor may need less for one than for another. */
public enum Operation {
  /** What it takes to bring the cluster on board. */
  APPLY,
  /** What it takes to undo that. */
  REMOVE,
  /** What differs from what onboarding made. */
  DRIFT;

  /** In lower case, as files and command lines have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
