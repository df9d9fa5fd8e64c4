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
  private static final List<Fault.Kind> KINDS = List.of(Fault.Kind.DENY, Fault.Kind.ERROR);

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

  /** Each writing request of an apply fails in turn, and the run undoes what it made. */
  private Stream<DynamicTest> undone() {
    Map<String, Integer> writes;
    try (ContractWorld world = worlds.get()) {
      Set<Capability> needed = Set.of(Capability.FAULTS, Capability.RECORDED_CALLS);
      if (!world.capabilities().containsAll(needed)) {
        return Stream.empty();
      }
      writes = FaultMatrix.numbered(new RecordedRun(Operation.APPLY, world).writes());
    }
    Attack.tried("writes that fail, with undo", writes.size() * KINDS.size());
    return writes.entrySet().stream()
        .flatMap(
            write ->
                KINDS.stream()
                    .map(
                        kind ->
                            DynamicTest.dynamicTest(
                                "undo after " + kind + " at " + write.getKey(),
                                () -> undoes(write.getKey(), write.getValue(), kind))));
  }

  private void undoes(String write, int nth, Fault.Kind kind) {
    try (ContractWorld world = worlds.get()) {
      ApplicablePlan planned = world.onboarding().onFailure(OnFailure.UNDO).plan(world.cluster());
      Object before = world.tree();
      fail(world, write.substring(0, write.lastIndexOf(' ')), nth, kind);
      planned.attempt();
      world.faults().clear();
      Announced.check(world, List.of(planned.plan()), before);
    }
  }

  /** The first request fails for good, as some failures end by themselves and are waited for. */
  private static void fail(ContractWorld world, String write, int nth, Fault.Kind kind) {
    if (nth == 1) {
      world.faults().always(write, Fault.of(kind));
    } else {
      world.faults().on(write, nth, Fault.of(kind));
    }
  }
}
