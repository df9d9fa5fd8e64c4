package dev.onboard4j.testkit.contract;

import static dev.onboard4j.model.Operation.APPLY;
import static dev.onboard4j.model.Operation.REMOVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.Operation;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.Lifeline;
import dev.onboard4j.testkit.contract.ContractWorld.Capability;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;

/**
 * The laws that every provider keeps, as tests: extend this class and supply a world.
 *
 * <p>A law that needs more than the {@link ContractWorld#capabilities} of the world is left out; a
 * line in the output of the build says so.
 */
public abstract class ProviderContract {
  private static final Set<Capability> CALLS = Set.of(Capability.RECORDED_CALLS);
  private static final Set<Capability> FAULTS_AND_CALLS =
      Set.of(Capability.FAULTS, Capability.RECORDED_CALLS);

  /** For subclasses. */
  protected ProviderContract() {}

  /** A new world with one cluster that was never onboarded. */
  protected abstract ContractWorld world();

  /** The distance between the requests at which runs end: 1 for each; more for a slow world. */
  protected int crashStride() {
    return 1;
  }

  /** How many cases of one law are tried at most: no limit, or a few in a slow world. */
  protected int sample() {
    return Integer.MAX_VALUE;
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

  /** The final state of a new world; worlds run one at a time, as two may share a server. */
  private Object end(Consumer<ContractWorld> work) {
    try (ContractWorld world = world()) {
      work.accept(world);
      return world.state();
    }
  }

  @TestFactory
  Stream<DynamicTest> noRequestIsRepeatedWithinAPlan(TestInfo law) {
    return where(
        law, CALLS, () -> Stream.of(DynamicTest.dynamicTest("plan", this::nothingRepeated)));
  }

  private void nothingRepeated() {
    try (ContractWorld world = world()) {
      world.onboarding().plan(world.cluster()).apply();
      int before = world.calls().size();
      world.onboarding().plan(world.cluster());
      List<String> asked =
          world.calls().stream().skip(before).map(call -> call.name() + call.arguments()).toList();
      assertThat(asked).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  @TestFactory
  Stream<DynamicTest> aWriteThatFailsOnceConverges(TestInfo law) {
    return where(law, FAULTS_AND_CALLS, () -> FaultMatrix.of(APPLY, sample(), this::world).tests());
  }

  @TestFactory
  Stream<DynamicTest> aRemovalThatFailsOnceConverges(TestInfo law) {
    return where(
        law, FAULTS_AND_CALLS, () -> FaultMatrix.of(REMOVE, sample(), this::world).tests());
  }

  @TestFactory
  Stream<DynamicTest> applyingAgainAfterACrashEndsAsIfThereHadBeenNone() {
    return crashes(APPLY);
  }

  @TestFactory
  Stream<DynamicTest> removingAgainAfterACrashEndsAsIfThereHadBeenNone() {
    return crashes(REMOVE);
  }

  private Stream<DynamicTest> crashes(Operation verb) {
    return IntStream.of(1, 8)
        .boxed()
        .flatMap(
            inFlight ->
                new CrashMatrix(verb, inFlight, crashStride(), sample(), this::world).tests());
  }

  @TestFactory
  Stream<DynamicTest> everyRequestGoesThroughTheEngine(TestInfo law) {
    return where(
        law, CALLS, () -> Stream.of(DynamicTest.dynamicTest("apply, remove", this::allCounted)));
  }

  private void allCounted() {
    try (ContractWorld world = world()) {
      Lifeline counting = Lifeline.endless();
      Onboarding onboarding = world.onboarding().around(counting);
      onboarding.plan(world.cluster()).apply();
      onboarding.planRemoval(world.cluster()).apply();
      assertThat(world.calls()).isNotEmpty().hasSize(counting.sent());
    }
  }

  @TestFactory
  Stream<DynamicTest> aDeniedReadIsToldAndBlocksThePlan(TestInfo law) {
    return where(law, FAULTS_AND_CALLS, () -> new Denials(this::world).reads());
  }

  @TestFactory
  Stream<DynamicTest> aDeniedWriteNamesThePermissionAndThePlanHadToldIt(TestInfo law) {
    return where(law, FAULTS_AND_CALLS, () -> new Denials(this::world).writes());
  }

  @TestFactory
  Stream<DynamicTest> aFailedReadIsNeverAbsence(TestInfo law) {
    return where(law, FAULTS_AND_CALLS, () -> new FailedReads(this::world, sample()).tests());
  }

  @TestFactory
  Stream<DynamicTest> nothingChangesThatThePlanDidNotSay(TestInfo law) {
    return where(
        law, Set.of(Capability.STATE_TREE), () -> new AnnouncedChanges(this::world).tests());
  }

  @TestFactory
  Stream<DynamicTest> aLostMarkIsDrift(TestInfo law) {
    return where(law, Set.of(Capability.LOST_MARKS), () -> new Edits(this::world).lostMarks());
  }

  @TestFactory
  Stream<DynamicTest> aForeignObjectIsNotOurs(TestInfo law) {
    return where(
        law, Set.of(Capability.FOREIGN_OBJECTS), () -> new Edits(this::world).foreignObjects());
  }

  @TestFactory
  Stream<DynamicTest> aChangedSettingLeavesNothingOfTheFormerOne(TestInfo law) {
    return where(
        law, Set.of(Capability.SETTINGS), () -> new SettingsChange(this::world, sample()).tests());
  }

  @TestFactory
  Stream<DynamicTest> whatIsInUseIsNotRemoved(TestInfo law) {
    return where(law, Set.of(Capability.USERS), () -> new Edits(this::world).users());
  }

  @TestFactory
  Stream<DynamicTest> widenedAccessIsTold(TestInfo law) {
    return where(
        law, Set.of(Capability.WIDENED_ACCESS), () -> new Edits(this::world).widenedAccess());
  }

  @TestFactory
  Stream<DynamicTest> sharedObjectsDoNotFlip(TestInfo law) {
    return where(
        law,
        Set.of(Capability.NEIGHBOURS, Capability.SETTINGS),
        () -> new SharedObjects(this::world, sample()).tests());
  }

  @TestFactory
  Stream<DynamicTest> aReplacementReplaces(TestInfo law) {
    return where(law, Set.of(Capability.FIXED_FIELDS), () -> new Edits(this::world).fixedFields());
  }

  @TestFactory
  Stream<DynamicTest> aPermanentRefusalIsToldOnceAndAtOnce(TestInfo law) {
    return where(law, Set.of(Capability.REFUSALS), () -> new Refusals(this::world).tests());
  }

  @TestFactory
  Stream<DynamicTest> whatIsVisibleLateConverges(TestInfo law) {
    return where(law, FAULTS_AND_CALLS, () -> FaultMatrix.late(sample(), this::world).tests());
  }

  @TestFactory
  Stream<DynamicTest> thePrintedPermissionsAreEnough(TestInfo law) {
    return where(law, Set.of(Capability.CALLERS), () -> new ExactPermissions(this::world).tests());
  }

  /** The tests of a law; none, with a line of output, when the world lacks a capability. */
  private Stream<DynamicTest> where(
      TestInfo law, Set<Capability> needed, Supplier<Stream<DynamicTest>> tests) {
    Set<Capability> lacking = new TreeSet<>(needed);
    try (ContractWorld world = world()) {
      lacking.removeAll(world.capabilities());
    }
    if (lacking.isEmpty()) {
      return tests.get();
    }
    Attack.leftOut(
        law.getTestClass().orElseThrow().getSimpleName(),
        law.getTestMethod().orElseThrow().getName(),
        "its world lacks " + lacking);
    return Stream.empty();
  }

  private static List<String> writes(OnboardingPlan plan) {
    return plan.changes().stream()
        .filter(change -> change.action().writes())
        .map(change -> change.id() + " " + change.diff())
        .toList();
  }
}
