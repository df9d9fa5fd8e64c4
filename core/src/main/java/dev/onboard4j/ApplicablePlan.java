package dev.onboard4j;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Problem;
import java.util.List;

/** A plan, and the means to carry it out. Immutable and thread-safe. */
public final class ApplicablePlan {
  private final OnboardingPlan plan;
  private final ClusterRef cluster;
  private final Config config;

  ApplicablePlan(OnboardingPlan plan, ClusterRef cluster, Config config) {
    this.plan = plan;
    this.cluster = cluster;
    this.config = config;
  }

  /** The plan as a value. */
  public OnboardingPlan plan() {
    return plan;
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

  /** Like {@link #apply()}, but answers the result also when something failed. */
  public OnboardingResult attempt() {
    try (RunContext run = new RunContext(config, cluster)) {
      return new Applier(run, config, cluster, plan).apply();
    }
  }

  /** The consents that are still missing to apply it, as problems with a remedy each. */
  public List<Problem> refusals() {
    return new GateCheck(config).refusals(plan);
  }
}
