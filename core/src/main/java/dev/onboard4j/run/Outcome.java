package dev.onboard4j.run;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.ResourceId;
import java.util.Locale;
import java.util.SortedSet;

/** How a write ended. */
public sealed interface Outcome {
  /** The resource is as planned. */
  record Done() implements Outcome {}

  /**
   * It is not as planned, for sure.
   *
   * @param error why
   */
  record Failed(OnboardingException error) implements Outcome {}

  /**
   * It was not tried.
   *
   * @param causes the resources whose failure is the reason; empty when the run was stopped
   */
  record Skipped(SortedSet<ResourceId> causes) implements Outcome {}

  /**
   * A reply was lost and reading again could not settle it.
   *
   * @param error what was lost
   */
  record Unknown(OnboardingException error) implements Outcome {}

  /** The resource was made, and removed again because another part of the run failed. */
  record Undone() implements Outcome {}

  /** One lower-case word: done, failed, skipped, unknown or undone. */
  default String status() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** Whether what depends on it may go on. */
  default boolean good() {
    return this instanceof Done;
  }
}
