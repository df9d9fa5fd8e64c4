package dev.onboard4j;

import dev.onboard4j.engine.PreparedPlan;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.ApplyFailedException;
import dev.onboard4j.run.OnboardingResult;
import java.util.List;

/** A plan that can be applied. Immutable and thread-safe. */
public final class ApplicablePlan {
  private final PreparedPlan prepared;

  ApplicablePlan(PreparedPlan prepared) {
    this.prepared = prepared;
  }

  /** The plan as a value. */
  public OnboardingPlan plan() {
    return prepared.plan();
  }

  /**
   * Applies exactly this plan, or refuses it before the first write.
   *
   * @throws ApplyFailedException if a write failed or its outcome is unknown; it has the result
   * @throws dev.onboard4j.model.OnboardingException if the plan is refused: the world changed, a
   *     consent is missing, a permission is denied
   */
  public OnboardingResult apply() {
    OnboardingResult result = attempt();
    if (!result.succeeded()) {
      throw ApplyFailedException.of(result);
    }
    return result;
  }

  /**
   * Applies this plan like {@link #apply()}, but returns the result also when a write failed.
   *
   * @throws dev.onboard4j.model.OnboardingException if the plan is refused
   */
  public OnboardingResult attempt() {
    return prepared.attempt();
  }

  /**
   * Starts to apply this plan and returns at once.
   *
   * <p>The run uses a daemon thread of its own, or the {@link Onboarding#executor executor}. A
   * refusal of the plan ends the run with the exception that {@link #attempt()} throws.
   *
   * <pre>{@code
   * OnboardingRun run = planned.start();
   * run.completion().thenAccept(result -> report(result.toJson()));
   * }</pre>
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER if the executor does not
   *     accept the run
   */
  public OnboardingRun start() {
    return new OnboardingRun(prepared.start());
  }

  /** The denied permissions, the blocked changes and the missing consents, as problems. */
  public List<Problem> refusals() {
    return prepared.refusals();
  }
}
