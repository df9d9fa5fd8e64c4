package dev.onboard4j.cli;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.ApplyFailedException;

/** The exit codes. */
final class Exit {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int CHANGES = 2;
  static final int REFUSED = 3;
  static final int INCOMPLETE = 4;
  static final int USAGE = 64;

  private Exit() {}

  /** The code of a plan that is only shown: changes count more than what stays open. */
  static int of(OnboardingPlan plan) {
    return plan.hasChanges() ? CHANGES : done(plan);
  }

  /** The code of a plan that has nothing to do, or whose changes are done. */
  static int done(OnboardingPlan plan) {
    return plan.incomplete().isEmpty() ? DONE : INCOMPLETE;
  }

  /** Input is wrong at a place that a problem names; without one, what was asked for failed. */
  static int of(OnboardingException e) {
    if (e instanceof ApplyFailedException) {
      return FAILED;
    }
    return switch (e.category()) {
      case CALLER -> e.problems().isEmpty() ? FAILED : USAGE;
      case PERMISSION, CONFLICT -> REFUSED;
      case TRANSIENT, UNKNOWN_OUTCOME, PROVIDER_BUG -> FAILED;
    };
  }
}
