package dev.onboard4j.engine;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
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
        "the apply", () -> attempt(new RunContext(config, cluster, plan.operation())));
  }

  /** Starts to apply the plan, on another thread. */
  public StartedRun start() {
    return Unforeseen.guarded(
        "the start", () -> started(new RunContext(config, cluster, plan.operation())));
  }

  private StartedRun started(RunContext run) {
    StartedApply apply = new StartedApply(run, () -> attempt(run));
    apply.launch(Launcher.of(config));
    return new StartedRun(run.id(), apply, run.events()::progress);
  }

  private OnboardingResult attempt(RunContext run) {
    String fingerprint = plan.fingerprint();
    try (run) {
      run.called();
      run.events().tell(origin -> new OnboardingEvent.ApplyStarted(origin, fingerprint));
      checkNotWithinCall();
      OnboardingResult result = new Applier(run, config, plan).apply();
      run.events().tell(origin -> new OnboardingEvent.ApplyEnded(origin, result));
      return result;
    } catch (Throwable e) {
      OnboardingException refusal = Unforeseen.known(e, "the apply");
      run.events().tell(origin -> new OnboardingEvent.ApplyRefused(origin, fingerprint, refusal));
      throw refusal;
    }
  }

  /** Steps wait for documents, which the run of such a caller may hold until the call returns. */
  private static void checkNotWithinCall() {
    if (Holdings.sendsOrTells()) {
      throw OnboardingException.of(
              Category.CALLER,
              "a plan cannot be applied within a listener, an interceptor, a clock or a request:"
                  + " the run around it waits until that returns")
          .remedy("call start() there and do not wait for it, or apply on another thread")
          .build();
    }
  }

  /** The missing consents, as problems with a remedy each. */
  public List<Problem> refusals() {
    return new GateCheck(config).refusals(plan);
  }
}
