package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.Operation;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.List;

/** One run in a world that records its requests. */
record RecordedRun(Operation verb, ContractWorld world) {
  /** The names of the requests that write, sorted. */
  List<String> writes() {
    return writes(() -> {});
  }

  /** The same; {@code prepare} runs after planning and before the first write. */
  List<String> writes(Runnable prepare) {
    ApplicablePlan planned = planned();
    int before = world.calls().size();
    prepare.run();
    Object state = Announced.before(world);
    OnboardingResult result = planned.attempt();
    int after = world.calls().size();
    Announced.check(world, List.of(planned.plan()), state);
    assertThat(result.outcomes().values()).allMatch(Outcome::good, "is done");
    return world.calls().stream()
        .limit(after)
        .skip(before)
        .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
        .map(RecordedCall::name)
        .sorted()
        .toList();
  }

  private ApplicablePlan planned() {
    if (verb == Operation.APPLY) {
      return world.onboarding().plan(world.cluster());
    }
    world.onboarding().plan(world.cluster()).apply();
    return world.onboarding().planRemoval(world.cluster());
  }
}
