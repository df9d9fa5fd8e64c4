package dev.onboard4j.hostile;

import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an embedder sees of a verb. Used by one thread at a time. */
final class Sight {
  final List<String> texts = new ArrayList<>();
  @Nullable OnboardingPlan plan;
  @Nullable OnboardingResult result;
  @Nullable Throwable thrown;
  boolean returned;
  boolean interrupted;
  boolean quiet;

  void see(Object text) {
    texts.add(String.valueOf(text));
  }

  void planned(OnboardingPlan made) {
    plan = made;
    see(made.toJson());
    see(made.describe());
  }

  void ended(OnboardingResult made) {
    result = made;
    see(made.toJson());
    see(made);
  }
}
