package dev.onboard4j;

import dev.onboard4j.engine.PreparedPlan;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.ApplyFailedException;
import dev.onboard4j.run.OnboardingResult;
import java.util.List;

/** A plan, and the means to carry it out. Immutable and thread-safe. */
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
   * Does exactly what the plan says, or refuses before the first write.
   *
   * @throws ApplyFailedException if anything failed or is unknown; it carries the result
   * @throws dev.onboard4j.model.OnboardingException if it was refused: the world changed since, a
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
   * Like {@link #apply()}, but answers the result also when something failed.
   *
   * @throws dev.onboard4j.model.OnboardingException if it was refused
   */
  public OnboardingResult attempt() {
    return prepared.attempt();
  }

  /** The consents that are still missing to apply it, as problems with a remedy each. */
  public List<Problem> refusals() {
    return prepared.refusals();
  }
}
