package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A denial that may end by itself is waited for, and then told in Google's words. */
final class ErrorsOnceTest {
  @Test
  void aDenialOnAFreshAccountIsWaitedForAndThenToldInGooglesWords() {
    VirtualTime time = new VirtualTime();
    try (GoogleWorld world = GoogleWorld.withIam()) {
      var planned = world.onboarding().time(time).plan(world.cluster());
      world.faults().always("iam.serviceAccounts.setIamPolicy", Fault.of(Fault.Kind.DENY));
      Instant start = time.now();
      assertThat(planned.attempt().outcomes().values())
          .filteredOn(Outcome.Failed.class::isInstance)
          .singleElement()
          .satisfies(
              outcome ->
                  assertThat(((Outcome.Failed) outcome).error())
                      .hasMessageContaining(
                          "Permission 'iam.serviceAccounts.setIamPolicy' denied"));
      assertThat(Duration.between(start, time.now()))
          .isBetween(Duration.ofSeconds(100), Duration.ofMinutes(4));
    }
  }
}
