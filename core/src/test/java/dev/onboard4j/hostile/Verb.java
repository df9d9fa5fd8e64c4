package dev.onboard4j.hostile;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.OnboardingRun;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Operation;
import dev.onboard4j.run.OnboardingResult;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What an embedder asks for. */
enum Verb {
  /** Plans and applies. */
  APPLY,
  /** Plans, saves, reads and applies. */
  SAVED,
  /** Plans, starts and waits for the result. */
  START,
  /** Applies, with an object that cannot be written, and undoes. */
  UNDO,
  /** Removes what an honest run made. */
  REMOVE,
  /** All that writes nothing. */
  LOOK;

  private static final int PATIENCE_SECONDS = 2;

  private static final URI CLUSTER = URI.create("cloud://account/here/prod");

  ApplicablePlan planned(Onboarding onboarding, ClusterRef cluster) {
    return this == REMOVE ? onboarding.planRemoval(cluster) : onboarding.plan(cluster);
  }

  /** Does it, and notes what it sees on the way. */
  void run(Stage stage, Onboarding onboarding, ClusterRef cluster, Sight sight) {
    if (this == LOOK) {
      sight.see(onboarding.check(CLUSTER, Operation.APPLY));
      stage.nextRun();
      sight.see(onboarding.drift(onboarding.cluster(CLUSTER)).toJson());
      stage.nextRun();
      sight.see(planned(onboarding, cluster).refusals());
      return;
    }
    Onboarding mine = this == UNDO ? stage.undoing(onboarding) : onboarding;
    ApplicablePlan plan = planned(mine, cluster);
    sight.planned(plan.plan());
    stage.nextRun();
    if (this == SAVED) {
      plan = mine.read(plan.plan().toJson(), cluster);
    }
    stage.nextRun();
    sight.ended(this == START ? started(stage, plan) : plan.attempt());
  }

  /** Cancels a run that its executor dropped. */
  private static OnboardingResult started(Stage stage, ApplicablePlan plan) {
    OnboardingRun run = plan.start();
    try {
      run.completion().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      if (!stage.begins("ApplyStarted")) {
        run.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // Its result tells.
    }
    return run.result();
  }
}
