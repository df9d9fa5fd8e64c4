package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.State;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

final class DifferPropertyTest {
  private static State members(Set<String> items) {
    return State.builder().members("m", items).build();
  }

  @Property(tries = 500)
  void aStateNeverDiffersFromItself(@ForAll Set<@AlphaChars @StringLength(1) String> items) {
    assertThat(Differ.diff(members(items), members(items))).isEmpty();
  }

  @Property(tries = 500)
  void noDifferenceMeansEveryWantedMemberAndNoRetiredOne(
      @ForAll @Size(max = 5) Set<@AlphaChars @StringLength(1) String> observed,
      @ForAll @Size(max = 5) Set<@AlphaChars @StringLength(1) String> desired,
      @ForAll @Size(max = 5) Set<@AlphaChars @StringLength(1) String> retired) {
    State managed = Differ.managed(members(observed), members(desired), members(retired));
    Set<String> unwanted = new TreeSet<>(retired);
    unwanted.removeAll(desired);
    unwanted.retainAll(observed);
    boolean same = observed.containsAll(desired) && unwanted.isEmpty();
    assertThat(Differ.diff(managed, members(desired)).isEmpty()).isEqualTo(same);
    assertThat(members(observed).covers(members(desired), members(retired))).isEqualTo(same);
  }

  @Property(tries = 500)
  void whatIsBetweenPremiseAndPlanIsNoSurprise(
      @ForAll @Size(max = 5) Set<@AlphaChars @StringLength(1) String> premise,
      @ForAll @Size(max = 5) Set<@AlphaChars @StringLength(1) String> after,
      @ForAll @Size(max = 5) Set<@AlphaChars @StringLength(1) String> done) {
    Set<String> now = new TreeSet<>(premise);
    now.retainAll(after);
    Set<String> moved = new TreeSet<>(premise);
    moved.addAll(after);
    moved.retainAll(done);
    now.addAll(moved);
    assertThat(Differ.surprises(members(now), members(premise), members(after))).isEmpty();
  }

  @Property(tries = 500)
  void aStrangersMemberIsASurprise(
      @ForAll @Size(max = 5) Set<@AlphaChars @StringLength(1) String> premise,
      @ForAll @Size(max = 5) Set<@AlphaChars @StringLength(1) String> after) {
    Set<String> now = new TreeSet<>(premise);
    now.add("stranger");
    assertThat(Differ.surprises(members(now), members(premise), members(after))).hasSize(1);
  }
}
