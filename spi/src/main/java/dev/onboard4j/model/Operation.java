package dev.onboard4j.model;

import java.util.Locale;

/** The purpose of a plan; contributors may require different permissions for each. */
public enum Operation {
  /** Onboards the cluster. */
  APPLY,
  /** Removes the onboarding. */
  REMOVE,
  /** Compares the cluster with what onboarding created. */
  DRIFT;

  /** The lower-case form that files and command lines use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
