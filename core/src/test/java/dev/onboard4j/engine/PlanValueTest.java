package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.FieldDiff;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.Time;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a plan answers about itself. */
final class PlanValueTest {
  private final MemoryCloud cloud = new MemoryCloud().plain("a").plain("b", "a");

  private OnboardingPlan plan() {
    return cloud.plan().plan();
  }

  @Test
  void aPlanThatWritesHasChangesAndOneThatKeepsHasNone() {
    assertThat(plan().hasChanges()).isTrue();
    cloud.plan().apply();
    assertThat(plan().hasChanges()).isFalse();
  }

  @Test
  void equalPlansHaveOneFingerprintAndOthersAnotherOne() {
    String first = plan().fingerprint();
    assertThat(first).matches("sha256:[0-9a-f]{64}").isEqualTo(plan().fingerprint());
    cloud.plain("c");
    assertThat(plan().fingerprint()).isNotEqualTo(first);
    assertThat(plan().toJson()).contains(plan().fingerprint());
  }

  @Test
  void aSavedPlanIsReadAsItWasWithEverySortOfGate() {
    cloud.plain("foreign").plain("blocked").plain("shared").plain("used");
    cloud.put("used", State.builder().known("size", 2).build(), Owner.UNMARKED);
    cloud.users.put("used", Set.of(MemoryCloud.id("x")));
    cloud.put("foreign", State.builder().known("size", 2).build(), Owner.UNMARKED);
    cloud.put("blocked", State.builder().known("size", 2).build(), Owner.OTHER);
    cloud.put("shared", State.builder().known("size", 2).build(), Owner.SHARED);
    cloud.users.put("shared", Set.of(MemoryCloud.id("x")));
    OnboardingPlan plan = plan();
    assertThat(OnboardingPlan.fromJson(plan.toJson())).isEqualTo(plan);
  }

  @Test
  void differencesAreOneSentence() {
    assertThat(Differ.words(List.of(new FieldDiff("size", 1, 2), new FieldDiff("name", null, "x"))))
        .isEqualTo("size was 1, is 2; name was null, is \"x\"");
  }

  @Test
  void theClockOfTheSystemMovesForward() {
    long[] readings = {Time.system().nanos(), Time.system().nanos(), Time.system().nanos()};
    assertThat(readings).isSorted();
    assertThat(Arrays.stream(readings).anyMatch(reading -> reading != 0)).isTrue();
  }
}
