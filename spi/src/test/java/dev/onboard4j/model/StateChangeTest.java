package dev.onboard4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StateChangeTest {
  private static final State BEFORE =
      State.builder()
          .fixed("path", "/")
          .known("text", "old")
          .known("same", 1)
          .members("items", List.of("kept", "retired", "theirs"))
          .each("tags", Map.of("a", "1", "b", "2"))
          .build();

  private static StateChange to(State target) {
    State retired = State.builder().members("items", List.of("retired", "never there")).build();
    return new StateChange(BEFORE, target, retired);
  }

  @Test
  void anAbsentObjectIsCreatedAndAnEmptyTargetRemoves() {
    assertThat(StateChange.creating(BEFORE).creates()).isTrue();
    assertThat(StateChange.creating(BEFORE).removes()).isFalse();
    assertThat(to(State.empty()).removes()).isTrue();
    assertThat(to(State.empty()).creates()).isFalse();
    assertThat(new StateChange(State.empty(), State.empty(), State.empty()).creates()).isFalse();
  }

  @Test
  void aFieldChangesOnlyWhenTheTargetNamesAnotherValue() {
    StateChange change = to(State.builder().known("text", "new").known("same", 1).build());
    assertThat(change.changes("text")).isTrue();
    assertThat(change.text("text")).isEqualTo("new");
    assertThat(change.changes("same")).isFalse();
    assertThat(change.changes("path")).isFalse();
  }

  @Test
  void onlyAFixedFieldThatDiffersReplaces() {
    assertThat(to(State.builder().fixed("path", "/").known("text", "new").build()).replaces())
        .isFalse();
    assertThat(to(State.builder().fixed("path", "/other/").build()).replaces()).isTrue();
    assertThat(to(State.builder().fixed("missing", "x").build()).replaces()).isTrue();
    assertThat(to(State.builder().fixed("path", "/other/").build()).anew().replaces()).isFalse();
  }

  @Test
  void membersOfOthersAreNeitherMissingNorObsolete() {
    StateChange change = to(State.builder().members("items", List.of("kept", "new")).build());
    assertThat(change.missing("items")).containsExactly("new");
    assertThat(change.obsolete("items")).containsExactly("retired");
  }

  @Test
  void aRetiredMemberThatIsWantedAgainStays() {
    StateChange change = to(State.builder().members("items", List.of("retired")).build());
    assertThat(change.obsolete("items")).isEmpty();
  }

  @Test
  void entriesOfAPrefixAreToldWhereTheyDiffer() {
    State target = State.builder().each("tags", Map.of("a", "1", "b", "3", "c", "4")).build();
    assertThat(to(target).changed("tags"))
        .containsExactly(Map.entry("b", "3"), Map.entry("c", "4"));
  }
}
