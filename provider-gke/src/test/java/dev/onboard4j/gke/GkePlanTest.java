package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is planned for a cluster of Google's. */
final class GkePlanTest {
  @ParameterizedTest
  @CsvSource({"my-cluster,2899bb76", "test,a94a8fe5", "prod-eks,fe9d167a", "a,86f7e437"})
  void theHashIsThePlatformsOwn(String cluster, String hash) {
    assertThat(GkeNames.hash(cluster)).isEqualTo(hash);
  }

  @Test
  void everythingIsPlannedAndDone() {
    try (GoogleWorld world = GoogleWorld.start()) {
      var planned = world.onboarding().plan(world.cluster());
      System.out.println(planned.plan().describe());
      var result = planned.attempt();
      System.out.println(result.toJson());
      System.out.println(world.google().state());
      assertThat(result.succeeded()).isTrue();
    }
  }
}
