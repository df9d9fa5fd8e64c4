package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Each pair of values of each setting: apply with one, apply with the other, remove with any.
 *
 * <p>After the second apply the access is that of the second value alone; after the removal the
 * state is the one before. A plan may refuse, or ask for a consent with, a value that is not the
 * last one applied.
 */
final class SettingsChange {
  private record Pair(String one, String other) {}

  private final Supplier<ContractWorld> worlds;
  private final int sample;

  /** The access in a world that never had another value, by value. */
  private final Map<String, Object> accesses = new HashMap<>();

  SettingsChange(Supplier<ContractWorld> worlds, int sample) {
    this.worlds = worlds;
    this.sample = sample;
  }

  Stream<DynamicTest> tests() {
    List<String> values = values();
    assertThat(values).as("the values of settings").hasSizeGreaterThan(1);
    List<Pair> pairs = new ArrayList<>();
    values.forEach(one -> values.forEach(other -> pairs.add(new Pair(one, other))));
    return Attack.sample("pairs of values of settings", pairs, sample).stream()
        .map(
            pair ->
                DynamicTest.dynamicTest(
                    pair.one + ", then " + pair.other, () -> changed(pair, values.get(0))));
  }

  private List<String> values() {
    try (ContractWorld world = worlds.get()) {
      return List.copyOf(world.settings().keySet());
    }
  }

  private void changed(Pair pair, String first) {
    Object access = accesses.computeIfAbsent(pair.other, this::accessOf);
    Deque<String> removedWith =
        new ArrayDeque<>(new LinkedHashSet<>(List.of(pair.one, pair.other, first)));
    while (!removedWith.isEmpty()) {
      try (ContractWorld world = worlds.get()) {
        Object before = world.state();
        applied(world, with(world, pair.one).plan(world.cluster()));
        String now = second(world, pair.other, access) ? pair.other : pair.one;
        removed(world, now, removedWith, before);
      }
    }
  }

  /** Removes with the first of the values that is not refused; a refusal leaves the world as is. */
  private static void removed(
      ContractWorld world, String now, Deque<String> values, Object before) {
    while (!values.isEmpty()) {
      String last = values.remove();
      if (last.equals(now) || !refuses(() -> with(world, last).planRemoval(world.cluster()))) {
        applied(world, with(world, last).planRemoval(world.cluster()));
        assertThat(world.state()).as("the state after a removal with " + last).isEqualTo(before);
        return;
      }
    }
  }

  /** Applies with the second value; false if the plan refuses it. */
  private static boolean second(ContractWorld world, String value, Object access) {
    if (refuses(() -> with(world, value).plan(world.cluster()))) {
      return false;
    }
    applied(world, with(world, value).plan(world.cluster()));
    settled(world, value);
    assertThat(world.access()).as("the access").isEqualTo(access);
    return true;
  }

  /** Whether that value cannot follow the one that was applied. */
  private static boolean refuses(Supplier<ApplicablePlan> plan) {
    try {
      return !plan.get().refusals().isEmpty();
    } catch (OnboardingException e) {
      assertThat(e.getMessage()).isNotBlank();
      return true;
    }
  }

  private static Onboarding with(ContractWorld world, String value) {
    return Objects.requireNonNull(world.settings().get(value))
        .apply(world.onboarding().allow("shared", "replace"));
  }

  private static void applied(ContractWorld world, ApplicablePlan planned) {
    assertThat(planned.refusals()).as("what the plan asks for").isEmpty();
    assertThat(Announced.attempt(world, planned).succeeded()).isTrue();
  }

  private static void settled(ContractWorld world, String value) {
    OnboardingPlan again = with(world, value).plan(world.cluster()).plan();
    assertThat(again.changes())
        .filteredOn(change -> change.action().writes())
        .as("one apply is enough")
        .isEmpty();
  }

  private Object accessOf(String value) {
    try (ContractWorld world = worlds.get()) {
      with(world, value).plan(world.cluster()).apply();
      return world.access();
    }
  }
}
