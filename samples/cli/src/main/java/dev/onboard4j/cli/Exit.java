package dev.onboard4j.cli;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.run.ApplyFailedException;

/** The exit codes. */
final class Exit {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int CHANGES = 2;
  static final int REFUSED = 3;
  static final int USAGE = 64;

  private Exit() {}

  static int of(OnboardingException e) {
    if (e instanceof ApplyFailedException) {
      return FAILED;
    }
    return switch (e.category()) {
      case CALLER -> USAGE;
      case PERMISSION, CONFLICT -> REFUSED;
      case TRANSIENT, UNKNOWN_OUTCOME, PROVIDER_BUG -> FAILED;
    };
  }
}
