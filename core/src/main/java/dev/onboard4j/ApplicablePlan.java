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

  /** The missing consents and the blocked changes, as problems with a remedy each. */
  public List<Problem> refusals() {
    return prepared.refusals();
  }
}
