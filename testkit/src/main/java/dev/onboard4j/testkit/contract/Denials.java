package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Denies every request in turn. */
record Denials(Supplier<ContractWorld> worlds) {
  /** The reads of a plan, without those that only a permission check needs. */
  Stream<DynamicTest> reads() {
    return tests(readsOfAPlan(), this::deniedRead);
  }

  /** The writes of apply. */
  Stream<DynamicTest> writes() {
    try (ContractWorld world = worlds.get()) {
      return tests(new RecordedRun(Operation.APPLY, world).writes(), this::deniedWrite);
    }
  }

  private static Stream<DynamicTest> tests(List<String> calls, Consumer<String> test) {
    assertThat(calls).as("the requests to deny").isNotEmpty();
    return calls.stream()
        .distinct()
        .map(call -> DynamicTest.dynamicTest("denied " + call, () -> test.accept(call)));
  }

  private List<String> readsOfAPlan() {
    try (ContractWorld world = worlds.get()) {
      OnboardingPlan plan = world.onboarding().plan(world.cluster()).plan();
      List<String> needed =
          plan.requiredPermissions().stream().map(one -> one.permission()).toList();
      return world.calls().stream()
          .map(RecordedCall::name)
          .filter(call -> needed.contains(world.permission(call)))
          .filter(call -> !world.optionalReads().contains(call))
          .sorted()
          .toList();
    }
  }

  private void deniedRead(String call) {
    try (ContractWorld world = worlds.get()) {
      world.faults().always(call, Fault.of(Fault.Kind.DENY));
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().preflight())
          .filteredOn(check -> check.answer() == PermissionCheck.Answer.DENIED)
          .extracting(check -> check.permission().permission())
          .contains(world.permission(call));
      Object before = world.state();
      assertThatThrownBy(planned::apply)
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e -> assertThat(e.category()).isEqualTo(OnboardingException.Category.PERMISSION));
      assertThat(world.state()).isEqualTo(before);
    }
  }

  private void deniedWrite(String call) {
    try (ContractWorld world = worlds.get()) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().requiredPermissions())
          .extracting(one -> one.permission())
          .contains(world.permission(call));
      world.faults().always(call, Fault.of(Fault.Kind.DENY));
      assertThat(planned.attempt().outcomes().values())
          .filteredOn(Outcome.Failed.class::isInstance)
          .isNotEmpty()
          .allSatisfy(outcome -> assertThat(missing(outcome)).contains(world.permission(call)));
    }
  }

  private static List<String> missing(Outcome outcome) {
    return ((Outcome.Failed) outcome)
        .error().missing().stream().map(RequiredPermission::permission).toList();
  }
}
