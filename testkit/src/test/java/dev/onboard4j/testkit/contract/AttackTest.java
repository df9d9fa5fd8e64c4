package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AttackTest {
  @Test
  void aNumberOfCasesGrowsWithTheExtent() {
    assertThat(Attack.between(0, 60, 1000)).isEqualTo(60);
    assertThat(Attack.between(5, 60, 1000)).isEqualTo(60);
    assertThat(Attack.between(25, 60, 1000)).isEqualTo(250);
    assertThat(Attack.between(100, 60, 1000)).isEqualTo(1000);
  }

  @Test
  void aDistanceBetweenCasesShrinks() {
    assertThat(Attack.between(0, 20, 1)).isEqualTo(20);
    assertThat(Attack.between(25, 20, 1)).isEqualTo(4);
    assertThat(Attack.between(2, 20, 1)).isEqualTo(20);
    assertThat(Attack.between(100, 20, 1)).isEqualTo(1);
  }

  @Test
  void aSampleIsDrawnWithoutRepetitionAndInOrder() {
    List<Integer> all = IntStream.range(0, 500).boxed().toList();
    List<Integer> drawn = Attack.sample("numbers", all, 7);
    assertThat(drawn).hasSize(7).doesNotHaveDuplicates().isSorted();
    assertThat(Attack.sample("numbers", all, 7)).isEqualTo(drawn);
  }
}
