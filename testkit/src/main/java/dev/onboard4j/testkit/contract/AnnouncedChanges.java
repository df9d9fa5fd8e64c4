package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.Operation;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.contract.ContractWorld.Capability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Nothing changes that the plan did not say, in apply, removal and undo. */
record AnnouncedChanges(Supplier<ContractWorld> worlds) {
  Stream<DynamicTest> tests() {
    return Stream.concat(
        Stream.of(
            DynamicTest.dynamicTest("apply, remove", this::appliedAndRemoved),
            DynamicTest.dynamicTest("apply again", this::appliedAgain)),
        undone());
  }

  private void appliedAndRemoved() {
    try (ContractWorld world = worlds.get()) {
      Object empty = world.tree();
      Announced.attempt(world, world.onboarding().plan(world.cluster()));
      assertThat(world.tree()).as("the tree has the onboarded objects").isNotEqualTo(empty);
      Announced.attempt(world, world.onboarding().planRemoval(world.cluster()));
    }
  }

  private void appliedAgain() {
    try (ContractWorld world = worlds.get()) {
      world.onboarding().plan(world.cluster()).apply();
      Announced.attempt(world, world.onboarding().plan(world.cluster()));
    }
  }

  /** Each writing request of an apply is denied in turn, and the run undoes what it made. */
  private Stream<DynamicTest> undone() {
    Map<String, Integer> writes;
    try (ContractWorld world = worlds.get()) {
      Set<Capability> needed = Set.of(Capability.FAULTS, Capability.RECORDED_CALLS);
      if (!world.capabilities().containsAll(needed)) {
        return Stream.empty();
      }
      writes = FaultMatrix.numbered(new RecordedRun(Operation.APPLY, world).writes());
    }
    Attack.tried("writes that fail, with undo", writes.size());
    return writes.entrySet().stream()
        .map(
            write ->
                DynamicTest.dynamicTest(
                    "undo after denied " + write.getKey(),
                    () -> undoes(write.getKey(), write.getValue())));
  }

  private void undoes(String write, int nth) {
    try (ContractWorld world = worlds.get()) {
      ApplicablePlan planned = world.onboarding().onFailure(OnFailure.UNDO).plan(world.cluster());
      Object before = world.tree();
      deny(world, write.substring(0, write.lastIndexOf(' ')), nth);
      planned.attempt();
      world.faults().clear();
      Announced.check(world, List.of(planned.plan()), before);
    }
  }

  /** The first request stays denied, as some denials end by themselves and are waited for. */
  private static void deny(ContractWorld world, String write, int nth) {
    if (nth == 1) {
      world.faults().always(write, Fault.of(Fault.Kind.DENY));
    } else {
      world.faults().on(write, nth, Fault.of(Fault.Kind.DENY));
    }
  }
}
