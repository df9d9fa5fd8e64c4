package dev.onboard4j.run;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event of a run; listeners receive events one at a time, in order per step.
 *
 * <p>Subscribe by type: {@code onboarding.on(OnboardingEvent.StepEnded.class, event -> ...)}. No
 * event carries a secret.
 */
public sealed interface OnboardingEvent {
  /** The parts of a run. */
  enum Phase {
    /** The facts about the cluster are read. */
    FACTS,
    /** The resources are read for a plan. */
    READ,
    /** The resources are read again, before the first write. */
    PREMISE,
    /** The changes of the plan are written. */
    WRITE
  }

  /**
   * A phase begins.
   *
   * @param phase the phase
   * @param resources the number of resources in this phase; 0 while facts are read
   */
  record PhaseStarted(Phase phase, int resources) implements OnboardingEvent {}

  /**
   * A resource is about to be written.
   *
   * @param id the resource
   * @param action the planned action
   */
  record StepStarted(ResourceId id, Action action) implements OnboardingEvent {}

  /**
   * A reading request is about to be sent.
   *
   * @param resource the resource; null while facts are read
   * @param request the API and the operation
   */
  record ReadSent(@Nullable ResourceId resource, ApiRequest request) implements OnboardingEvent {}

  /**
   * A writing request is about to be sent.
   *
   * @param resource the resource
   * @param request the API and the operation
   */
  record WriteSent(@Nullable ResourceId resource, ApiRequest request) implements OnboardingEvent {}

  /**
   * The run pauses: a request is retried, or an effect is not visible yet.
   *
   * @param resource the resource; null while facts are read
   * @param what the request or the effect
   * @param pause the time until the next attempt
   */
  record Waiting(@Nullable ResourceId resource, String what, Duration pause)
      implements OnboardingEvent {}

  /**
   * The change of a resource ended.
   *
   * @param id the resource
   * @param action the planned action
   * @param outcome the outcome
   */
  record StepEnded(ResourceId id, Action action, Outcome outcome) implements OnboardingEvent {}

  /**
   * A message of a contributor; the run continues.
   *
   * @param words the text
   */
  record Note(String words) implements OnboardingEvent {}

  /**
   * An apply ended.
   *
   * @param result the result
   */
  record RunEnded(OnboardingResult result) implements OnboardingEvent {}

  /**
   * An apply was refused or ended before it had a result.
   *
   * @param fingerprint the fingerprint of the plan
   * @param error the cause
   */
  record RunRefused(String fingerprint, OnboardingException error) implements OnboardingEvent {}
}
