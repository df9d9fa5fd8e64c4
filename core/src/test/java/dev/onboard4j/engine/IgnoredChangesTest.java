package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.FieldDiff;
import dev.onboard4j.plan.Gate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What others may change, and how drift tells it. */
final class IgnoredChangesTest {
  private final MemoryCloud cloud = new MemoryCloud();

  @Test
  void membersOfOthersAreKeptAndRetiredOnesTakenAway() {
    State wanted = State.builder().members("grants", Set.of("read")).build();
    State retired = State.builder().members("grants", Set.of("write")).build();
    cloud.thing("a", wanted, resource -> resource.retiring(retired));
    cloud.put(
        "a", State.builder().members("grants", Set.of("write", "theirs")).build(), Owner.OURS);
    ApplicablePlan planned = cloud.plan();
    assertThat(planned.plan().changes().get(0).diff())
        .containsExactly(new FieldDiff("grants", List.of("write"), List.of("read")));
    assertThat(planned.plan().changes().get(0).extras()).containsExactly("grants: theirs");
    planned.apply();
    assertThat(cloud.objects.get(MemoryCloud.id("a")).items("grants"))
        .containsExactly("read", "theirs");
  }

  @Test
  void whatThePlatformChangesLaterIsToleratedAndReported() {
    State wanted = State.builder().known("size", 1).known("stage", "BETA").build();
    cloud.thing("a", wanted, resource -> resource.ignoringChanges("stage"));
    cloud.plan().apply();
    assertThat(cloud.objects.get(MemoryCloud.id("a"))).isEqualTo(wanted);
    State later = State.builder().known("size", 1).known("stage", "GA").build();
    cloud.put("a", later, Owner.OURS);
    Change drift = cloud.onboarding().drift(MemoryCloud.cluster()).changes().get(0);
    assertThat(drift.action()).isEqualTo(Action.KEEP);
    assertThat(drift.extras())
        .containsExactly("ignored change: stage is \"GA\", was created as \"BETA\"");
    assertThat(cloud.plan().plan().hasChanges()).isFalse();
  }

  @Test
  void removingWhatWasChangedAsItMayAsksNobody() {
    State wanted = State.builder().known("size", 1).known("stage", "BETA").build();
    cloud.thing("a", wanted, resource -> resource.ignoringChanges("stage"));
    cloud.put("a", State.builder().known("size", 1).known("stage", "GA").build(), Owner.OURS);
    Change removal = cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan().changes().get(0);
    assertThat(removal.action()).isEqualTo(Action.DELETE);
    assertThat(removal.gate()).isEqualTo(Gate.none());
  }

  @Test
  void anUpdateLeavesWhatIsToleratedAsItIs() {
    State wanted = State.builder().known("size", 1).known("stage", "BETA").build();
    cloud.thing("a", wanted, resource -> resource.ignoringChanges("stage"));
    cloud.put("a", State.builder().known("size", 7).known("stage", "GA").build(), Owner.OURS);
    ApplicablePlan planned = cloud.plan();
    assertThat(planned.plan().changes().get(0).diff())
        .extracting(FieldDiff::path)
        .containsExactly("size");
    cloud.put("a", State.builder().known("size", 7).known("stage", "OLD").build(), Owner.OURS);
    planned.apply();
    assertThat(cloud.objects.get(MemoryCloud.id("a")).json("size")).hasToString("1");
    assertThat(cloud.objects.get(MemoryCloud.id("a")).json("stage")).isNotEqualTo("BETA");
  }

  @Test
  void driftTellsMissingChangedForeignAndToleratedApart() {
    State wanted = State.builder().known("size", 1).known("stage", "BETA").build();
    cloud.plain("missing").plain("changed").plain("foreign").plain("others");
    cloud.thing("tolerated", wanted, resource -> resource.ignoringChanges("stage"));
    cloud.put("changed", State.builder().known("size", 2).build(), Owner.OURS);
    cloud.put("foreign", State.builder().known("size", 2).build(), Owner.UNMARKED);
    cloud.put("others", State.builder().known("size", 2).build(), Owner.OTHER);
    cloud.put(
        "tolerated", State.builder().known("size", 1).known("stage", "GA").build(), Owner.OURS);
    assertThat(cloud.onboarding().drift(MemoryCloud.cluster()).changes())
        .extracting(change -> change.id().name() + " " + change.action() + ": " + change.reason())
        .containsExactly(
            "changed UPDATE: it differs from the declaration",
            "foreign KEEP: it has no mark of onboarding: onboarding did not create it",
            "missing CREATE: it does not exist",
            "others KEEP: it carries the mark of another cluster or tool",
            "tolerated KEEP: it is as declared, except for ignored changes");
  }
}
