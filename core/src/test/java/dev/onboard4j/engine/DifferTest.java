package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.FieldDiff;
import dev.onboard4j.spi.Resource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DifferTest {
  private static final State NONE = State.empty();
  private static final ResourceId UPSTREAM = ResourceId.of("thing", "up");

  private static State known(Object json) {
    return State.builder().known("f", json).build();
  }

  private static State members(String... items) {
    return State.builder().members("f", Set.of(items)).build();
  }

  private static State unknown(boolean fixed) {
    return State.builder().value("f", new State.Unknown(UPSTREAM, "name", fixed)).build();
  }

  private static State hidden() {
    return State.builder().value("f", new State.Hidden(Secret.of("s"))).build();
  }

  @Test
  void anObservedValueIsFixedIfTheDesiredOneIs() {
    State observed = known("one");
    assertThat(Differ.managed(observed, known("two"), NONE)).isEqualTo(known("one"));
    State fixed = State.builder().fixed("f", "one").build();
    assertThat(Differ.managed(observed, State.builder().fixed("f", "two").build(), NONE))
        .isEqualTo(fixed);
    assertThat(Differ.managed(observed, unknown(true), NONE)).isEqualTo(fixed);
    assertThat(Differ.managed(observed, unknown(false), NONE)).isEqualTo(known("one"));
  }

  @Test
  void anIgnoredFieldIsToldOnlyIfItExistsAndDiffers() {
    Resource resource =
        Resource.of(MemoryCloud.id("a"), ResourceKind.ROLE, known("one"), new MemoryCloud())
            .ignoringChanges("f");
    assertThat(Differ.ignoredChanges(NONE, resource)).isEmpty();
    assertThat(Differ.ignoredChanges(known("one"), resource)).isEmpty();
    assertThat(Differ.ignoredChanges(known("two"), resource))
        .containsExactly("ignored change: f is \"two\", was created as \"one\"");
  }

  @Test
  void aValueThatIsNeitherTheSeenNorTheWantedOneIsASurprise() {
    assertThat(Differ.surprises(known("three"), known("one"), known("two")))
        .containsExactly(new FieldDiff("f", "one", "three"));
    assertThat(Differ.surprises(known("one"), known("one"), known("two"))).isEmpty();
    assertThat(Differ.surprises(known("two"), known("one"), known("two"))).isEmpty();
  }

  @Test
  void aValueThatOnlyTheRunLearnsIsASurpriseIfThePlanHadSeenAnother() {
    assertThat(Differ.surprises(known("x"), NONE, unknown(false))).isEmpty();
    assertThat(Differ.surprises(known("x"), known("y"), unknown(false)))
        .containsExactly(new FieldDiff("f", "y", "x"));
  }

  @Test
  void aHiddenValueIsNeverASurprise() {
    assertThat(Differ.surprises(known("x"), NONE, hidden())).isEmpty();
    assertThat(Differ.surprises(known("x"), hidden(), known("y"))).isEmpty();
  }

  @Test
  void aSetBetweenTheSeenAndTheWantedOneIsNoSurprise() {
    assertThat(Differ.surprises(members("a", "b"), members("a"), members("a", "b", "c"))).isEmpty();
    assertThat(Differ.surprises(members("b"), members("a"), members("a", "b")))
        .containsExactly(new FieldDiff("f", List.of("a"), List.of("b")));
    assertThat(Differ.surprises(members("a", "x"), members("a"), members("a", "b")))
        .containsExactly(new FieldDiff("f", List.of("a"), List.of("a", "x")));
    assertThat(Differ.surprises(members("a"), NONE, members("a", "b"))).isEmpty();
  }

  @Test
  void aSetAndAValueAreNotBetweenEachOther() {
    assertThat(Differ.surprises(members("a"), known("a"), members("a", "b")))
        .containsExactly(new FieldDiff("f", "a", List.of("a")));
    assertThat(Differ.surprises(members("a"), members("a", "b"), known("a")))
        .containsExactly(new FieldDiff("f", List.of("a", "b"), List.of("a")));
  }
}
