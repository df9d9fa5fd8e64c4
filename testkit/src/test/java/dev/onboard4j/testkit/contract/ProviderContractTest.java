package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.Operation;
import dev.onboard4j.testkit.contract.ContractWorld.Capability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws fail for a provider that breaks them, and report which of them were left out. */
final class ProviderContractTest {
  private static final List<String> OF_CALLS =
      List.of("noRequestIsRepeatedWithinAPlan", "everyRequestGoesThroughTheEngine");
  private static final List<String> OF_FAULTS =
      List.of(
          "aWriteThatFailsOnceConverges",
          "aRemovalThatFailsOnceConverges",
          "aDeniedReadIsToldAndBlocksThePlan",
          "aDeniedWriteNamesThePermissionAndThePlanHadToldIt",
          "aFailedReadIsNeverAbsence",
          "whatIsVisibleLateConverges");
  private static final List<String> OF_WORLDS =
      List.of(
          "nothingChangesThatThePlanDidNotSay",
          "aLostMarkIsDrift",
          "aForeignObjectIsNotOurs",
          "aChangedSettingLeavesNothingOfTheFormerOne",
          "whatIsInUseIsNotRemoved",
          "widenedAccessIsTold",
          "sharedObjectsDoNotFlip",
          "aReplacementReplaces",
          "aPermanentRefusalIsToldOnceAndAtOnce",
          "thePrintedPermissionsAreEnough");

  static List<String> ofBoth() {
    return Stream.of(OF_CALLS, OF_FAULTS).flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @EnumSource(value = Flaw.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void everyFlawIsCaughtByTheLawAboutIt(Flaw flaw) {
    Examination examined = Examination.of(ShelfWorld.with(flaw), List.of(flaw.law()));
    assertThat(examined.failures()).containsOnlyKeys(flaw.law());
    assertThat(examined.failures().values())
        .allSatisfy(
            thrown ->
                assertThat(thrown).allMatch(e -> e instanceof AssertionError, "a law failed"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Flaw.class,
      names = {
        "TOUCHES_ANOTHER_BOX_IN_AN_UNDO",
        "TAKES_A_FAILED_READ_FOR_ABSENT",
        "REPLACES_NOTHING",
        "FORGETS_FORMER_SETTINGS",
        "OVERLOOKS_A_USER",
        "TAKES_A_LOST_MARK_FOR_FOREIGN",
        "ANSWERS_OURS_FOR_EVERYTHING",
        "OVERLOOKS_WIDENED_ACCESS",
        "TAKES_SHARED_BOXES_FOR_ITS_OWN",
        "CONCEALS_A_PERMISSION_OF_A_READ",
        "EXPECTS_AT_ONCE_WHAT_IT_MADE",
        "WAITS_FOR_A_REFUSAL"
      })
  void noOtherLawSeesIt(Flaw flaw) {
    Examination examined = Examination.of(ShelfWorld.with(flaw), Examination.laws());
    assertThat(examined.failures()).containsOnlyKeys(flaw.law());
  }

  @Test
  void aLawThatAWorldCannotShowIsLeftOutAndReported() {
    Map<String, String> leftOut = leftOut(Set.of());
    assertThat(leftOut.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ofBoth(), OF_WORLDS).flatMap(List::stream).toList());
    assertThat(leftOut)
        .containsEntry("everyRequestGoesThroughTheEngine", "its world lacks [RECORDED_CALLS]")
        .containsEntry("aWriteThatFailsOnceConverges", "its world lacks [FAULTS, RECORDED_CALLS]");
  }

  @Test
  void aWorldThatDeclaresRecordedCallsHasToRecordThem() {
    assertThat(leftOut(Set.of(Capability.RECORDED_CALLS)).keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(OF_FAULTS, OF_WORLDS).flatMap(List::stream).toList());
  }

  @Test
  void nothingIsLeftOutOfAWorldThatCanDoEverything() {
    assertThat(leftOut(Set.of(Capability.values()))).isEmpty();
  }

  private static Map<String, String> leftOut(Set<Capability> capabilities) {
    Examination examined =
        Examination.of(ShelfWorld.with(Flaw.NONE).declaring(capabilities), Examination.laws());
    assertThat(examined.failures()).isEmpty();
    return examined
        .output()
        .lines()
        .filter(line -> line.startsWith("left out: "))
        .map(line -> line.substring("left out: ".length()).split(" of Examined: ", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  @ParameterizedTest
  @MethodSource("ofBoth")
  void aWorldThatDeclaresCallsAndShowsNoneKeepsNoLawAboutThem(String law) {
    ShelfWorld silent = ShelfWorld.with(Flaw.NONE).silenced();
    assertThat(Examination.of(silent, List.of(law)).failures()).containsOnlyKeys(law);
  }

  @Test
  void aWorldThatDeclaresNothingHasNeitherFaultsNorCalls() {
    ContractWorld bare = new BareWorld();
    assertThat(bare.capabilities()).isEmpty();
    assertThatThrownBy(bare::calls).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(bare::faults).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aRunDiesAtEveryRequestOfItsStrideInThreeMoments() {
    long requests = deaths(1) / 3;
    assertThat(requests).isGreaterThan(2);
    assertThat(deaths(1)).isEqualTo(3 * requests);
    assertThat(deaths(2)).isEqualTo(3 * ((requests + 1) / 2));
    assertThat(deaths((int) requests)).isEqualTo(3);
  }

  private static long deaths(int stride) {
    CrashMatrix matrix =
        new CrashMatrix(
            Operation.APPLY, 1, stride, Integer.MAX_VALUE, () -> ShelfWorld.with(Flaw.NONE));
    AtomicLong tests = new AtomicLong();
    String output = Examination.printed(() -> tests.set(matrix.tests().count()));
    assertThat(output).startsWith("attack: APPLY dies").contains(": " + tests + " cases");
    return tests.get();
  }
}
