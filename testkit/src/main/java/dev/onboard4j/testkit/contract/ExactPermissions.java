package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A caller who holds exactly the printed permissions is never denied. */
record ExactPermissions(Supplier<ContractWorld> worlds) {
  Stream<DynamicTest> tests() {
    List<Operation> operations = List.of(Operation.APPLY, Operation.DRIFT, Operation.REMOVE);
    Attack.tried("operations under exactly the printed permissions", operations.size());
    return operations.stream()
        .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> allowed(operation)));
  }

  private void allowed(Operation operation) {
    try {
      run(operation);
    } catch (OnboardingException e) {
      throw new AssertionError("with exactly the printed permissions: " + e.getMessage(), e);
    }
  }

  private void run(Operation operation) {
    try (ContractWorld world = worlds.get()) {
      if (operation != Operation.APPLY) {
        world.onboarding().plan(world.cluster()).apply();
      }
      OnboardingPlan printed = plan(world, world.onboarding(), operation);
      Onboarding caller = world.holding(printed);
      OnboardingPlan planned = plan(world, caller, operation);
      assertThat(planned.preflight())
          .filteredOn(check -> check.answer() == PermissionCheck.Answer.DENIED)
          .isEmpty();
      assertThat(planned.changes())
          .filteredOn(change -> change.gate() instanceof Gate.Blocked)
          .isEmpty();
      if (operation != Operation.DRIFT) {
        assertThat(caller.read(planned.toJson()).apply().succeeded()).isTrue();
      }
    }
  }

  private static OnboardingPlan plan(ContractWorld world, Onboarding caller, Operation operation) {
    return switch (operation) {
      case APPLY -> caller.plan(world.cluster()).plan();
      case DRIFT -> caller.drift(world.cluster());
      case REMOVE -> caller.planRemoval(world.cluster()).plan();
    };
  }
}
