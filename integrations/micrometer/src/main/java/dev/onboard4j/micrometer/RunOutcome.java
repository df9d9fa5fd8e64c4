package dev.onboard4j.micrometer;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.ApplyFailedException;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run ended, as values of tags.
 *
 * @param outcome success, failed or refused
 * @param error the category of the exception, or none
 */
record RunOutcome(String outcome, String error) {
  static final String SUCCESS = "success";

  /** The outcome of the run; empty if the event is not its last one. */
  static Optional<RunOutcome> of(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.PlanEnded) {
      return Optional.of(succeeded());
    }
    if (event instanceof OnboardingEvent.PlanFailed failed) {
      return Optional.of(new RunOutcome("failed", word(failed.error().category())));
    }
    if (event instanceof OnboardingEvent.ApplyRefused refused) {
      return Optional.of(new RunOutcome("refused", word(refused.error().category())));
    }
    return event instanceof OnboardingEvent.ApplyEnded ended
        ? Optional.of(of(ended.result()))
        : Optional.empty();
  }

  private static RunOutcome of(OnboardingResult result) {
    return result.succeeded()
        ? succeeded()
        : new RunOutcome("failed", word(ApplyFailedException.of(result).category()));
  }

  private static RunOutcome succeeded() {
    return new RunOutcome(SUCCESS, "none");
  }

  /** The outcome of a step as one value. */
  static String of(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return of(failed.error());
    }
    if (outcome instanceof Outcome.Unknown) {
      return word(Category.UNKNOWN_OUTCOME);
    }
    return outcome instanceof Outcome.Done ? SUCCESS : outcome.status();
  }

  static String of(OnboardingException error) {
    return word(error.category());
  }

  private static String word(Category category) {
    return category.name().toLowerCase(Locale.ROOT);
  }
}
