package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class ManyAtOnceTest {
  private static final int CLUSTERS = Attack.cases(50, 200);
  private static final int AT_ONCE = 16;

  @Test
  void manyClustersOfOneAccountShareOnePolicyAndNoneFails() throws Exception {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      List<OnboardingResult> results = new ArrayList<>();
      ExecutorService fleet = Executors.newFixedThreadPool(AT_ONCE);
      try {
        List<Future<OnboardingResult>> running = new ArrayList<>();
        for (int i = 0; i < CLUSTERS; i++) {
          String name = "fleet-" + i;
          world.aws().cluster(EksClusterSpec.of("eu-west-1", name));
          running.add(fleet.submit(() -> onboard(world, name)));
        }
        for (Future<OnboardingResult> one : running) {
          results.add(one.get());
        }
      } finally {
        fleet.shutdown();
      }
      assertThat(results).hasSize(CLUSTERS).allMatch(OnboardingResult::succeeded);
      assertThat(world.calls())
          .filteredOn(call -> call.status() == 200)
          .extracting(RecordedCall::action)
          .filteredOn(action -> action.startsWith("CreatePolicy"))
          .hasSize(1);
    }
  }

  private static OnboardingResult onboard(EmbeddedWorld world, String name) {
    return world
        .onboarding()
        .set(
            "platform.cluster-id",
            UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString())
        .plan(EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", name))
        .attempt();
  }

  @RepeatedTest(25)
  void twoThatOnboardOneClusterAtOnceBothEndWithTheTruth() throws Exception {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      var first = world.onboarding().plan(world.cluster());
      var second = world.onboarding().plan(world.cluster());
      ExecutorService two = Executors.newFixedThreadPool(2);
      try {
        Future<OnboardingResult> one = two.submit(first::attempt);
        Future<OnboardingResult> other = two.submit(second::attempt);
        assertThat(List.of(one.get(), other.get()))
            .allSatisfy(result -> assertThat(result.succeeded()).as(result.toJson()).isTrue());
      } finally {
        two.shutdown();
      }
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }
}
