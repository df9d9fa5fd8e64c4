package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Owner;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import java.util.AbstractList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class GateCheckTest {
  private static final int MANY = 500;

  /** Makes each change anew and counts that; two of three obstacles are equal. */
  private static final class Blocked extends AbstractList<Change> {
    private int made;

    @Override
    public Change get(int index) {
      made++;
      return new Change(
          id(index),
          ResourceKind.ROLE,
          Action.CREATE,
          "it may or may not exist",
          List.of(),
          new Gate.Blocked(index % 3 == 0 ? "denied " + index : "denied", "grant it"),
          List.of(),
          Owner.UNREADABLE,
          State.empty(),
          State.empty(),
          new TreeSet<>(),
          List.of(),
          List.of(),
          List.of());
    }

    @Override
    public int size() {
      return MANY;
    }
  }

  private static ResourceId id(int index) {
    return ResourceId.of("thing", String.valueOf(index));
  }

  @Test
  void eachBlockedChangeIsLookedAtTwice() {
    Blocked changes = new Blocked();
    EngineConfig config = EngineConfig.of("memory", GateCheckTest.class.getClassLoader());
    List<Problem> problems = new GateCheck(config).gates(changes);
    assertThat(changes.made).isEqualTo(2 * MANY);
    assertThat(problems).hasSize(MANY / 3 + 2).doesNotHaveDuplicates();
    assertThat(problems.get(1).path()).startsWith("thing/1, thing/2, thing/4");
    assertThat(problems.get(2)).isEqualTo(new Problem("thing/3", "denied 3; grant it"));
  }
}
