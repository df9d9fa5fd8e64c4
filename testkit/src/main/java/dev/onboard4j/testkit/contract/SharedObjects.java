package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Two clusters with different settings use objects together: once both are onboarded, neither finds
 * anything to change, so that the objects do not go back and forth between them.
 */
record SharedObjects(Supplier<ContractWorld> worlds, int sample) {
  private record Pair(String one, String other) {}

  Stream<DynamicTest> tests() {
    List<String> values;
    try (ContractWorld world = worlds.get()) {
      values = List.copyOf(world.settingsOfNeighbours().keySet());
      assertThat(world.neighbours()).as("the neighbours").isNotEmpty();
    }
    List<Pair> pairs = new ArrayList<>();
    values.forEach(one -> values.forEach(other -> pairs.add(new Pair(one, other))));
    return Attack.sample("pairs of settings of two clusters", pairs, sample).stream()
        .map(
            pair ->
                DynamicTest.dynamicTest(pair.one + ", beside " + pair.other, () -> rests(pair)));
  }

  private void rests(Pair pair) {
    try (ContractWorld world = worlds.get()) {
      ClusterRef neighbour = world.neighbours().get(0);
      if (applied(world, pair.one, world.cluster()) && applied(world, pair.other, neighbour)) {
        assertThat(plan(world, pair.one, world.cluster()).plan().hasChanges())
            .as("the first cluster has to change something again")
            .isFalse();
        assertThat(plan(world, pair.other, neighbour).plan().hasChanges())
            .as("the second cluster has to change something again")
            .isFalse();
      }
    }
  }

  /** Applies with a value; false if the plan refuses, which is an answer as well. */
  private static boolean applied(ContractWorld world, String value, ClusterRef cluster) {
    try {
      ApplicablePlan planned = plan(world, value, cluster);
      return planned.refusals().isEmpty() && planned.apply().succeeded();
    } catch (OnboardingException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return false;
    }
  }

  private static ApplicablePlan plan(ContractWorld world, String value, ClusterRef cluster) {
    Onboarding onboarding = world.onboarding().allow("shared");
    return Objects.requireNonNull(world.settingsOfNeighbours().get(value))
        .apply(onboarding)
        .plan(cluster);
  }
}
