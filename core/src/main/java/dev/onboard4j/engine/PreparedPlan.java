package dev.onboard4j.engine;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import java.util.List;

/** A plan with the configuration to apply it. Immutable and thread-safe. */
public final class PreparedPlan {
  private final OnboardingPlan plan;
  private final ClusterRef cluster;
  private final EngineConfig config;

  PreparedPlan(OnboardingPlan plan, ClusterRef cluster, EngineConfig config) {
    this.plan = plan;
    this.cluster = cluster;
    this.config = config;
  }

  /** The plan as a value. */
  public OnboardingPlan plan() {
    return plan;
  }

  /**
   * Applies the plan.
   *
   * @throws dev.onboard4j.model.OnboardingException if the plan is refused before the first write
   */
  public OnboardingResult attempt() {
    return Unforeseen.guarded(
        "the apply",
        () -> {
          try (RunContext run = new RunContext(config, cluster)) {
            return attempt(run);
          }
        });
  }

  private OnboardingResult attempt(RunContext run) {
    try {
      return new Applier(run, config, cluster, plan).apply();
    } catch (Throwable e) {
      OnboardingException refusal = Unforeseen.known(e, "the apply");
      run.events().tell(new OnboardingEvent.RunRefused(plan.fingerprint(), refusal));
      throw refusal;
    }
  }

  /** The missing consents, as problems with a remedy each. */
  public List<Problem> refusals() {
    return new GateCheck(config).refusals(plan);
  }
}
