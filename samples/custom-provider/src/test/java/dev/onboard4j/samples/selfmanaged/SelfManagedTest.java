package dev.onboard4j.samples.selfmanaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.plan.Action;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class SelfManagedTest {
  private static final URI CLUSTER = URI.create("selfmanaged://me/cellar/prod");

  @Test
  void aKubeconfigIsAllItTakes() {
    try (EmbeddedKubernetes cluster = EmbeddedKubernetes.start()) {
      Onboarding onboarding =
          Onboarding.forProvider("selfmanaged").blueprint("castai/current").set(cluster.settings());
      ClusterRef ref = onboarding.cluster(CLUSTER);
      onboarding.plan(ref).apply();
      assertThat(cluster.state().toString()).contains("castai-agent", "castai-evictor");
      assertThat(onboarding.plan(ref).plan().changes())
          .allMatch(change -> change.action() == Action.KEEP);
      onboarding.planRemoval(ref).apply();
      assertThat(cluster.state().toString()).doesNotContain("castai");
    }
  }

  @Test
  void withoutOneItIsAskedFor() {
    Onboarding onboarding = Onboarding.forProvider("selfmanaged").blueprint("castai/current");
    assertThatThrownBy(() -> onboarding.plan(onboarding.cluster(CLUSTER)))
        .hasMessageContaining("kubernetes.kubeconfig");
  }
}
