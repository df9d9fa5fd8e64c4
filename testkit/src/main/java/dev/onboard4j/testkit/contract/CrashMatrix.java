package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.Operation;
import dev.onboard4j.testkit.Lifeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A run dies at every request in turn; running again ends as if it had not. */
record CrashMatrix(Operation verb, int parallelism, int stride, Supplier<ContractWorld> worlds) {
  Stream<DynamicTest> tests() {
    Object goal;
    int requests;
    try (ContractWorld world = prepared()) {
      Lifeline endless = Lifeline.endless();
      run(world, endless);
      goal = world.state();
      requests = endless.sent();
    }
    assertThat(requests).as("the requests that " + verb + " sends").isPositive();
    List<DynamicTest> tests = new ArrayList<>();
    for (int request = 1; request <= requests; request += stride) {
      for (Lifeline.Moment moment : Lifeline.Moment.values()) {
        int at = request;
        tests.add(
            DynamicTest.dynamicTest(
                verb + " dies at request " + request + " of " + requests + ", " + moment,
                () -> dies(at, moment, goal)));
      }
    }
    Attack.tried(
        verb
            + " dies at "
            + (stride == 1 ? "each" : "every " + stride + "th")
            + " of "
            + requests
            + " requests, "
            + parallelism
            + " in flight",
        tests.size());
    return tests.stream();
  }

  private ContractWorld prepared() {
    ContractWorld world = worlds.get();
    if (verb == Operation.REMOVE) {
      world.onboarding().plan(world.cluster()).apply();
    }
    return world;
  }

  /** A plan is saved by one run and carried out by another, mortal one. */
  private String run(ContractWorld world, Lifeline life) {
    String saved = planned(world.onboarding(), world).plan().toJson();
    try {
      world.onboarding().parallelism(parallelism).around(life).read(saved).attempt();
    } catch (Throwable death) {
      // What a dying process throws, nobody sees.
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
      String saved = run(world, Lifeline.endingAt(request, moment));
      // Half of the times the saved plan once more, half of the times a new one.
      ApplicablePlan again =
          request % 2 == 0 ? world.onboarding().read(saved) : planned(world.onboarding(), world);
      assertThat(again.refusals()).as("nothing is asked of the user").isEmpty();
      assertThat(again.apply().succeeded()).isTrue();
      assertThat(world.state()).isEqualTo(goal);
    }
  }
}
