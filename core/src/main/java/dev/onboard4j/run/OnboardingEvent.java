package dev.onboard4j.run;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.OnboardingPlan;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of a run; listeners receive events one at a time, in order per step.
 *
 * <p>A run is one planning or one apply. Its first event is {@link PlanStarted} or {@link
 * ApplyStarted}, and its last one is {@link PlanEnded}, {@link PlanFailed}, {@link ApplyEnded} or
 * {@link ApplyRefused}. Subscribe by type: {@code onboarding.on(OnboardingEvent.StepEnded.class,
 * event -> ...)}. No event carries a secret.
 */
public sealed interface OnboardingEvent {
  /** Where the event comes from. */
  Origin origin();

  /** The parts of a run. */
  enum Phase {
    /** The facts about the cluster are read. */
    FACTS,
    /** The resources are read for a plan. */
    READ,
    /** The resources are read again, before the first write. */
    PREMISE,
    /** The changes of the plan are written. */
    WRITE,
    /** What this run created is removed again, because another step failed. */
    UNDO
  }

  /**
   * Names the run that an event belongs to.
   *
   * @param run the id of the run
   * @param cluster the cluster of the run
   * @param operation what the plan is for
   * @param phase the phase in which the event happened
   * @param time when it happened
   */
  record Origin(String run, URI cluster, Operation operation, Phase phase, Instant time) {}

  /** A planning begins. */
  record PlanStarted(Origin origin) implements OnboardingEvent {}

  /**
   * A planning ended with a plan.
   *
   * @param plan the plan
   */
  record PlanEnded(Origin origin, OnboardingPlan plan) implements OnboardingEvent {}

  /**
   * A planning ended without a plan.
   *
   * @param error the cause
   */
  record PlanFailed(Origin origin, OnboardingException error) implements OnboardingEvent {}

  /**
   * An apply begins.
   *
   * @param fingerprint the fingerprint of the plan
   */
  record ApplyStarted(Origin origin, String fingerprint) implements OnboardingEvent {}

  /**
   * A phase begins; the origin names it.
   *
   * @param total the number of its parts: contributors in FACTS, resources in READ and PREMISE,
   *     changes in WRITE and UNDO
   */
  record PhaseStarted(Origin origin, int total) implements OnboardingEvent {}

  /**
   * A part of the phase ended.
   *
   * @param done the number of parts that ended
   * @param total the number of all parts
   */
  record Progressed(Origin origin, int done, int total) implements OnboardingEvent {}

  /**
   * A resource is about to be written.
   *
   * @param id the resource
   * @param action the planned action
   */
  record StepStarted(Origin origin, ResourceId id, Action action) implements OnboardingEvent {}

  /**
   * A reading request is about to be sent.
   *
   * @param resource the resource; null while facts are read
   * @param request the API and the operation
   */
  record ReadSent(Origin origin, @Nullable ResourceId resource, ApiRequest request)
      implements OnboardingEvent {}

  /**
   * A writing request is about to be sent.
   *
   * @param resource the resource
   * @param request the API and the operation
   */
  record WriteSent(Origin origin, @Nullable ResourceId resource, ApiRequest request)
      implements OnboardingEvent {}

  /**
   * The run pauses, because a request is retried.
   *
   * @param resource the resource; null while facts are read
   * @param request the request
   * @param reason why the last attempt failed
   * @param pause the time until the next attempt
   */
  record Retrying(
      Origin origin,
      @Nullable ResourceId resource,
      ApiRequest request,
      String reason,
      Duration pause)
      implements OnboardingEvent {}

  /**
   * The run pauses, because an effect is not visible yet.
   *
   * @param resource the resource; null while facts are read
   * @param effect the effect
   * @param pause the time until the next look
   */
  record Waiting(Origin origin, @Nullable ResourceId resource, String effect, Duration pause)
      implements OnboardingEvent {}

  /**
   * The change of a resource ended.
   *
   * @param id the resource
   * @param action the planned action
   * @param outcome the outcome
   */
  record StepEnded(Origin origin, ResourceId id, Action action, Outcome outcome)
      implements OnboardingEvent {}

  /**
   * A message of a contributor; the run continues.
   *
   * @param words the text
   */
  record Note(Origin origin, String words) implements OnboardingEvent {}

  /**
   * An apply ended with a result; not each step succeeded necessarily.
   *
   * @param result the result
   */
  record ApplyEnded(Origin origin, OnboardingResult result) implements OnboardingEvent {}

  /**
   * An apply was refused before the first write.
   *
   * @param fingerprint the fingerprint of the plan
   * @param error the cause
   */
  record ApplyRefused(Origin origin, String fingerprint, OnboardingException error)
      implements OnboardingEvent {}
}
