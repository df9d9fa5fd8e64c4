package dev.onboard4j.run;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.ResourceId;
import java.util.Locale;
import java.util.SortedSet;

/** The outcome of one write. */
public sealed interface Outcome {
  /** The resource is as planned. */
  record Done() implements Outcome {}

  /**
   * The resource is certainly not as planned.
   *
   * @param error the cause
   */
  record Failed(OnboardingException error) implements Outcome {}

  /**
   * The write was not attempted.
   *
   * @param causes the resources whose failure is the reason; empty when the run was cancelled
   */
  record Skipped(SortedSet<ResourceId> causes) implements Outcome {}

  /**
   * A reply was lost, or a step ended after a write had its effect, and no read showed whether the
   * resource is as planned.
   *
   * @param error the cause
   */
  record Unknown(OnboardingException error) implements Outcome {}

  /** The resource was created, then deleted because another part of the run failed. */
  record Undone() implements Outcome {}

  /** One lower-case word: done, failed, skipped, unknown or undone. */
  default String status() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** Whether the resources that depend on this one can be written. */
  default boolean good() {
    return this instanceof Done;
  }
}
