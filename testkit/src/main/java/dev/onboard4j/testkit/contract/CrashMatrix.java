package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.Operation;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.Lifeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A run ends at each request in turn; the next run reaches the same state as without that, and both
 * change no more than their plans say.
 */
record CrashMatrix(
    Operation verb, int parallelism, int stride, int atMost, Supplier<ContractWorld> worlds) {
  Stream<DynamicTest> tests() {
    Undisturbed undisturbed = undisturbed();
    int requests = undisturbed.requests;
    assertThat(requests).as("the requests that " + verb + " sends").isPositive();
    List<DynamicTest> tests = new ArrayList<>();
    for (int request = 1; request <= requests; request += stride) {
      for (Lifeline.Moment moment : Lifeline.Moment.values()) {
        tests.add(test(request, moment, undisturbed));
      }
    }
    String which = stride == 1 ? "each" : "every " + stride + "th";
    String what =
        "%s dies at %s of %d requests, %d in flight".formatted(verb, which, requests, parallelism);
    return Attack.sample(what, tests, atMost).stream();
  }

  /** What the run leaves behind, and how many requests it sends, when nothing goes wrong. */
  private record Undisturbed(Object goal, int requests) {}

  private Undisturbed undisturbed() {
    try (ContractWorld world = prepared()) {
      Lifeline endless = Lifeline.endless();
      run(world, endless);
      return new Undisturbed(world.state(), endless.sent());
    }
  }

  private DynamicTest test(int request, Lifeline.Moment moment, Undisturbed undisturbed) {
    return DynamicTest.dynamicTest(
        verb + " dies at request " + request + " of " + undisturbed.requests + ", " + moment,
        () -> dies(request, moment, undisturbed.goal));
  }

  private ContractWorld prepared() {
    ContractWorld world = worlds.get();
    if (verb == Operation.REMOVE) {
      world.onboarding().plan(world.cluster()).apply();
    }
    return world;
  }

  /** Applies a saved plan in a second run, which the lifeline ends. */
  private String run(ContractWorld world, Lifeline life) {
    String saved = planned(world.onboarding(), world).plan().toJson();
    try {
      world.onboarding().parallelism(parallelism).around(life).read(saved).attempt();
    } catch (Throwable death) {
      // A process that dies reports no exception.
      assertThat(death).isNotInstanceOf(AssertionError.class);
    }
    return saved;
  }

  private ApplicablePlan planned(Onboarding onboarding, ContractWorld world) {
    return verb == Operation.REMOVE
        ? onboarding.planRemoval(world.cluster())
        : onboarding.plan(world.cluster());
  }

  private void dies(int request, Lifeline.Moment moment, Object goal) {
    try (ContractWorld world = prepared()) {
      Object before = Announced.before(world);
      String saved = run(world, Lifeline.endingAt(request, moment));
      // Every second case applies the saved plan again; the others plan anew.
      ApplicablePlan again =
          request % 2 == 0 ? world.onboarding().read(saved) : planned(world.onboarding(), world);
      assertThat(again.refusals()).as("nothing is asked of the user").isEmpty();
      assertThat(again.apply().succeeded()).isTrue();
      assertThat(world.state()).isEqualTo(goal);
      Announced.check(world, List.of(OnboardingPlan.fromJson(saved), again.plan()), before);
    }
  }
}
