package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.OnboardingPlan;
import dev.onboard4j.OnboardingResult;
import dev.onboard4j.Outcome;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.testkit.Lifeline;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The laws every provider keeps, as tests: extend it, hand over a world, and run it.
 *
 * <p>A world that cannot make requests fail gets the laws that need no failures; the rest are then
 * not there, rather than skipped.
 */
public abstract class ProviderContract {
  private static final List<Fault.Kind> LOST =
      List.of(
          Fault.Kind.RESET_BEFORE,
          Fault.Kind.RESET_AFTER,
          Fault.Kind.TRUNCATE,
          Fault.Kind.ERROR,
          Fault.Kind.THROTTLE,
          Fault.Kind.UNAVAILABLE);

  /** For subclasses. */
  protected ProviderContract() {}

  /** A fresh world with one cluster that was never onboarded. */
  protected abstract ContractWorld world();

  /** Every how manyth request a run dies at; more than 1 for a world that is slow to set up. */
  protected int crashStride() {
    return 1;
  }

  @Test
  void planningWritesNothing() {
    try (ContractWorld world = world()) {
      Object before = world.state();
      world.onboarding().plan(world.cluster());
      world.onboarding().planRemoval(world.cluster());
      world.onboarding().drift(world.cluster());
      assertThat(world.state()).isEqualTo(before);
    }
  }

  @Test
  void planningTwiceGivesTheSameBytes() {
    try (ContractWorld world = world()) {
      String first = world.onboarding().plan(world.cluster()).plan().toJson();
      assertThat(world.onboarding().plan(world.cluster()).plan().toJson()).isEqualTo(first);
      world.onboarding().plan(world.cluster()).apply();
      String second = world.onboarding().plan(world.cluster()).plan().toJson();
      assertThat(world.onboarding().plan(world.cluster()).plan().toJson()).isEqualTo(second);
    }
  }

  @Test
  void afterApplyingThereIsNothingToDo() {
    try (ContractWorld world = world()) {
      assertThat(world.onboarding().plan(world.cluster()).apply().succeeded()).isTrue();
      assertThat(writes(world.onboarding().plan(world.cluster()).plan())).isEmpty();
      assertThat(writes(world.onboarding().drift(world.cluster()))).isEmpty();
    }
  }

  @Test
  void applyingTwiceChangesNothing() {
    try (ContractWorld world = world()) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      planned.apply();
      Object once = world.state();
      assertThat(planned.apply().succeeded()).isTrue();
      assertThat(world.state()).isEqualTo(once);
    }
  }

  @Test
  void removingUndoesExactlyWhatWasMade() {
    try (ContractWorld world = world()) {
      Object before = world.state();
      world.onboarding().plan(world.cluster()).apply();
      assertThat(world.onboarding().planRemoval(world.cluster()).apply().succeeded()).isTrue();
      assertThat(world.state()).isEqualTo(before);
    }
  }

  @Test
  void removingWhatIsAbsentSucceeds() {
    try (ContractWorld world = world()) {
      world.onboarding().plan(world.cluster()).apply();
      ApplicablePlan removal = world.onboarding().planRemoval(world.cluster());
      removal.apply();
      assertThat(removal.apply().succeeded()).isTrue();
      assertThat(writes(world.onboarding().planRemoval(world.cluster()).plan())).isEmpty();
    }
  }

  @Test
  void aSavedPlanDoesWhatThePlanDoes() {
    Object saved =
        end(
            world -> {
              String json = world.onboarding().plan(world.cluster()).plan().toJson();
              world.onboarding().read(json).apply();
            });
    assertThat(end(world -> world.onboarding().plan(world.cluster()).apply())).isEqualTo(saved);
  }

  @Test
  void strictlyInOrderAndInParallelEndInTheSameWorld() {
    Object inOrder = end(world -> world.onboarding().parallelism(1).plan(world.cluster()).apply());
    Object parallel =
        end(world -> world.onboarding().parallelism(64).plan(world.cluster()).apply());
    assertThat(parallel).isEqualTo(inOrder);
  }

  /** How a fresh world ends; one at a time, as two may share a server. */
  private Object end(Consumer<ContractWorld> work) {
    try (ContractWorld world = world()) {
      work.accept(world);
      return world.state();
    }
  }

  @Test
  void noRequestIsRepeatedWithinAPlan() {
    try (ContractWorld world = world()) {
      world.onboarding().plan(world.cluster()).apply();
      int before = world.calls().size();
      world.onboarding().plan(world.cluster());
      List<String> asked =
          world.calls().stream().skip(before).map(call -> call.name() + call.arguments()).toList();
      assertThat(asked).doesNotHaveDuplicates();
    }
  }

  @TestFactory
  Stream<DynamicTest> aWriteThatFailsOnceConverges() {
    return failures("apply", ProviderContract::applied);
  }

  @TestFactory
  Stream<DynamicTest> aRemovalThatFailsOnceConverges() {
    return failures("remove", ProviderContract::removed);
  }

  private Stream<DynamicTest> failures(String verb, Verb work) {
    List<String> written;
    Object goal;
    try (ContractWorld world = world()) {
      if (world.faults().isEmpty()) {
        return Stream.empty();
      }
      written = work.on(world, Optional.empty());
      goal = world.state();
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Fault.Kind kind : LOST) {
      numbered(written)
          .forEach((call, nth) -> tests.add(failure(verb, work, call, nth, kind, goal)));
    }
    return tests.stream();
  }

  /** Every write as the name of its call and how many of that name came before it. */
  private static Map<String, Integer> numbered(List<String> written) {
    Map<String, Integer> numbered = new LinkedHashMap<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (String call : written) {
      int nth = seen.merge(call, 1, Integer::sum);
      numbered.put(call + " " + nth, nth);
    }
    return numbered;
  }

  private DynamicTest failure(
      String verb, Verb work, String call, int nth, Fault.Kind kind, Object goal) {
    return DynamicTest.dynamicTest(
        verb + ", " + kind + " at " + call,
        () -> {
          try (ContractWorld world = world()) {
            String match = call.substring(0, call.indexOf(' '));
            work.on(world, Optional.of(new Planted(match, nth, Fault.of(kind))));
            assertThat(world.state()).isEqualTo(goal);
          }
        });
  }

  /** A fault to be planted just before the writes begin. */
  private record Planted(String match, int nth, Fault fault) {
    void in(ContractWorld world) {
      world.faults().orElseThrow().on(match, nth, fault);
    }
  }

  /** Carries a verb out and answers the names of the writing requests. */
  @FunctionalInterface
  private interface Verb {
    List<String> on(ContractWorld world, Optional<Planted> planted);
  }

  private static List<String> applied(ContractWorld world, Optional<Planted> planted) {
    return carriedOut(world, world.onboarding().plan(world.cluster()), planted);
  }

  private static List<String> removed(ContractWorld world, Optional<Planted> planted) {
    world.onboarding().plan(world.cluster()).apply();
    return carriedOut(world, world.onboarding().planRemoval(world.cluster()), planted);
  }

  private static List<String> carriedOut(
      ContractWorld world, ApplicablePlan planned, Optional<Planted> planted) {
    int before = world.calls().size();
    planted.ifPresent(fault -> fault.in(world));
    OnboardingResult result = planned.attempt();
    assertThat(result.outcomes().values()).allMatch(Outcome::good, "is done");
    return world.calls().stream()
        .skip(before)
        .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
        .map(RecordedCall::name)
        .sorted()
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> applyingAgainAfterACrashEndsAsIfThereHadBeenNone() {
    return crashes(Operation.APPLY);
  }

  @TestFactory
  Stream<DynamicTest> removingAgainAfterACrashEndsAsIfThereHadBeenNone() {
    return crashes(Operation.REMOVE);
  }

  private Stream<DynamicTest> crashes(Operation verb) {
    Stream<DynamicTest> inOrder = new CrashMatrix(verb, 1, crashStride(), this::world).tests();
    return Attack.full()
        ? Stream.concat(inOrder, new CrashMatrix(verb, 8, crashStride(), this::world).tests())
        : inOrder;
  }

  @Test
  void everyRequestGoesThroughTheEngine() {
    try (ContractWorld world = world()) {
      Lifeline counting = Lifeline.endless();
      Onboarding onboarding = world.onboarding().around(counting);
      onboarding.plan(world.cluster()).apply();
      onboarding.planRemoval(world.cluster()).apply();
      if (!world.calls().isEmpty()) {
        assertThat(world.calls()).hasSize(counting.sent());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> aDeniedReadIsToldAndBlocksThePlan() {
    try (ContractWorld world = world()) {
      if (world.faults().isEmpty()) {
        return Stream.empty();
      }
      OnboardingPlan plan = world.onboarding().plan(world.cluster()).plan();
      List<String> needed =
          plan.requiredPermissions().stream().map(one -> one.permission()).distinct().toList();
      return world.calls().stream()
          .map(RecordedCall::name)
          .filter(needed::contains)
          .distinct()
          .sorted()
          .map(call -> DynamicTest.dynamicTest("denied " + call, () -> deniedRead(call)));
    }
  }

  private void deniedRead(String call) {
    try (ContractWorld world = world()) {
      world.faults().orElseThrow().always(call, Fault.of(Fault.Kind.DENY));
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().preflight())
          .filteredOn(verdict -> verdict.answer() == PermissionCheck.Answer.DENIED)
          .extracting(verdict -> verdict.need().permission())
          .contains(call);
      Object before = world.state();
      assertThatThrownBy(planned::apply)
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e -> assertThat(e.category()).isEqualTo(OnboardingException.Category.PERMISSION));
      assertThat(world.state()).isEqualTo(before);
    }
  }

  @TestFactory
  Stream<DynamicTest> aDeniedWriteNamesThePermissionAndThePlanHadToldIt() {
    try (ContractWorld world = world()) {
      return world.faults().isEmpty()
          ? Stream.empty()
          : applied(world, Optional.empty()).stream()
              .distinct()
              .map(call -> DynamicTest.dynamicTest("denied " + call, () -> deniedWrite(call)));
    }
  }

  private void deniedWrite(String call) {
    try (ContractWorld world = world()) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().requiredPermissions())
          .extracting(one -> one.permission())
          .contains(call);
      world.faults().orElseThrow().always(call, Fault.of(Fault.Kind.DENY));
      assertThat(planned.attempt().outcomes().values())
          .filteredOn(Outcome.Failed.class::isInstance)
          .isNotEmpty()
          .allSatisfy(
              outcome ->
                  assertThat(((Outcome.Failed) outcome).error().missing())
                      .extracting(need -> need.permission())
                      .contains(call));
    }
  }

  private static List<String> writes(OnboardingPlan plan) {
    return plan.changes().stream()
        .filter(change -> change.action().writes())
        .map(change -> change.id() + " " + change.diff())
        .toList();
  }
}
