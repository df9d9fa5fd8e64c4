package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.plan.OnboardingPlan;

/** Decides whether a plan that was read from a file may be applied here. */
final class SavedPlanCheck {
  private final Contributors contributors;

  SavedPlanCheck(Contributors contributors) {
    this.contributors = contributors;
  }

  /**
   * Refuses a plan of another provider or of another version of it.
   *
   * @throws OnboardingException of category CONFLICT
   */
  void check(OnboardingPlan plan, EngineConfig config) {
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
  }

  private static OnboardingException refused(String why) {
    return OnboardingException.of(Category.CONFLICT, why).remedy("plan again").build();
  }
}
