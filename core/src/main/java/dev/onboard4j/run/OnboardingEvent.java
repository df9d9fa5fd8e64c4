package dev.onboard4j.run;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens during a run, told to listeners one at a time and in order per step.
 *
 * <p>Subscribe by type: {@code onboarding.on(OnboardingEvent.StepEnded.class, event -> ...)}. No
 * event carries a secret.
 */
public sealed interface OnboardingEvent {
  /** The parts of a run. */
  enum Phase {
    /** What is true of the cluster is read. */
    FACTS,
    /** The resources are read for a plan. */
    READ,
    /** The resources are read again, before the first write. */
    PREMISE,
    /** The plan is carried out. */
    WRITE
  }

  /**
   * A part of a run begins.
   *
   * @param phase which
   * @param resources how many resources it is about
   */
  record PhaseStarted(Phase phase, int resources) implements OnboardingEvent {}

  /**
   * A resource is about to be written.
   *
   * @param id the resource
   * @param action what will be done
   */
  record StepStarted(ResourceId id, Action action) implements OnboardingEvent {}

  /**
   * A reading request is about to be sent.
   *
   * @param resource for which resource; null while facts are read
   * @param request what is asked of which API
   */
  record ReadSent(@Nullable ResourceId resource, ApiRequest request) implements OnboardingEvent {}

  /**
   * A writing request is about to be sent.
   *
   * @param resource for which resource
   * @param request what is asked of which API
   */
  record WriteSent(@Nullable ResourceId resource, ApiRequest request) implements OnboardingEvent {}

  /**
   * A request failed for a while, or an effect does not show yet.
   *
   * @param resource for which resource; null while facts are read
   * @param what what is waited for
   * @param pause until the next try
   */
  record Waiting(@Nullable ResourceId resource, String what, Duration pause)
      implements OnboardingEvent {}

  /**
   * A resource is done with.
   *
   * @param id the resource
   * @param action what was to be done
   * @param outcome how it ended
   */
  record StepEnded(ResourceId id, Action action, Outcome outcome) implements OnboardingEvent {}

  /**
   * Something worth knowing that stops nothing.
   *
   * @param words what
   */
  record Note(String words) implements OnboardingEvent {}

  /**
   * An apply ended.
   *
   * @param result how
   */
  record RunEnded(OnboardingResult result) implements OnboardingEvent {}
}
