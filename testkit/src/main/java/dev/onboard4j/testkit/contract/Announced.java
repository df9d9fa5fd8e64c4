package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.testkit.contract.ContractWorld.Capability;
import java.util.List;

/**
 * Compares the states of a world before and after a run, field by field, with the plans between
 * them: each difference belongs to a change, and what was deleted was announced as deleted.
 */
public final class Announced {
  private Announced() {}

  /** Applies the plan, and checks what it changed if the world tells its state as a tree. */
  static OnboardingResult attempt(ContractWorld world, ApplicablePlan planned) {
    if (!world.capabilities().contains(Capability.STATE_TREE)) {
      return planned.attempt();
    }
    Object before = world.tree();
    OnboardingResult result = planned.attempt();
    check(world, List.of(planned.plan()), before);
    return result;
  }

  /** The state before a run, to be given to {@link #check}. */
  static Object before(ContractWorld world) {
    return world.capabilities().contains(Capability.STATE_TREE) ? world.tree() : "";
  }

  /**
   * Fails with the path of each difference that no plan announced; does nothing in a world that
   * lacks {@link Capability#STATE_TREE}.
   *
   * @param before {@link ContractWorld#tree} before the run
   * @throws AssertionError if there is one
   */
  public static void check(ContractWorld world, List<OnboardingPlan> plans, Object before) {
    if (!world.capabilities().contains(Capability.STATE_TREE)) {
      return;
    }
    List<Change> changes = plans.stream().flatMap(plan -> plan.changes().stream()).toList();
    assertThat(StateDifference.between(before, world.tree()))
        .filteredOn(
            difference ->
                world.places(difference).stream()
                    .noneMatch(
                        place ->
                            changes.stream()
                                .anyMatch(change -> place.announces(change, difference))))
        .as("changed without a word of the plan")
        .isEmpty();
  }
}
