package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import org.junit.jupiter.api.Test;

/** A GKE cluster whose API server is reachable: Kubernetes objects are onboarded as well. */
final class GkeKubernetesTest {
  @Test
  void applyGrantsTheComponentsAccessAndRemovalRevokesIt() {
    try (EmbeddedKubernetes cluster = EmbeddedKubernetes.start();
        GoogleWorld world = GoogleWorld.servedBy(cluster.endpoint())) {
      world.onboarding().plan(world.cluster()).apply();
      assertThat(cluster.state().toString()).contains("castai-cluster-controller");
      OnboardingPlan again = world.onboarding().plan(world.cluster()).plan();
      assertThat(again.changes()).allMatch(change -> change.action() == Action.KEEP);
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(cluster.state().toString()).doesNotContain("castai-agent");
    }
  }
}
