package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A permanent refusal ends its step at once, and tells the words of the system once. */
record Refusals(Supplier<ContractWorld> worlds) {
  Stream<DynamicTest> tests() {
    List<String> names;
    try (ContractWorld world = worlds.get()) {
      names = world.refusals().stream().map(Refusal::name).toList();
    }
    assertThat(names).as("the refusals").isNotEmpty();
    Attack.tried("permanent refusals", names.size());
    return Stream.iterate(0, i -> i < names.size(), i -> i + 1)
        .map(i -> DynamicTest.dynamicTest(names.get(i), () -> endsAtOnce(i)));
  }

  private void endsAtOnce(int index) {
    VirtualTime time = new VirtualTime();
    try (ContractWorld world = worlds.get()) {
      Refusal refusal = world.refusals().get(index);
      Onboarding onboarding = refusal.settings().apply(world.onboarding()).time(time);
      refusal.cause().run();
      Instant start = time.now();
      List<Outcome> failed =
          onboarding.plan(world.cluster()).attempt().outcomes().values().stream()
              .filter(outcome -> !outcome.good() && !(outcome instanceof Outcome.Skipped))
              .toList();
      assertThat(failed).singleElement().isInstanceOf(Outcome.Failed.class);
      String told = String.valueOf(((Outcome.Failed) failed.get(0)).error().getMessage());
      assertThat(told.split(Pattern.quote(refusal.words()), -1))
          .as("the words of the system, once, in: " + told)
          .hasSize(2);
      assertThat(Duration.between(start, time.now())).as("waited").isZero();
    }
  }
}
