package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.List;

/** Decides whether a plan that was read from a file may be applied here. */
final class SavedPlanCheck {
  private final Contributors contributors;

  SavedPlanCheck(Contributors contributors) {
    this.contributors = contributors;
  }

  /**
   * Refuses a plan that was not made to be applied, or not by this version of this provider.
   *
   * <p>The file may come from another person: settings that direct credentials are refused in it.
   *
   * @throws OnboardingException of category CONFLICT
   */
  void check(OnboardingPlan plan, EngineConfig config) {
    if (plan.operation() == Operation.DRIFT) {
      throw refused("the document describes drift; only a plan or a removal can be applied");
    }
    if (!plan.provider().equals(config.provider())) {
      throw refused("the plan is for provider " + plan.provider() + ", not " + config.provider());
    }
    String version = contributors.version();
    if (!plan.providerVersion().equals(version)) {
      throw refused(
          "the plan was made by version "
              + plan.providerVersion()
              + " of the provider; this is "
              + version);
    }
    checkSettings(plan);
  }

  private void checkSettings(OnboardingPlan plan) {
    List<Problem> problems =
        plan.settings().keySet().stream()
            .filter(contributors.check()::isPrivate)
            .map(key -> new Problem(key, "a plan file must not contain this setting"))
            .toList();
    if (!problems.isEmpty()) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "the plan file has settings that only the caller of a run gives (endpoints, credentials,"
                  + " kubeconfigs, limits, secrets); nothing was written")
          .problems(problems)
          .remedy("plan again, and give these settings to the apply")
          .build();
    }
  }

  private static OnboardingException refused(String why) {
    return OnboardingException.of(Category.CONFLICT, why).remedy("plan again").build();
  }
}
