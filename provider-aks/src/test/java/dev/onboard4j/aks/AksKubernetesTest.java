package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.testkit.azure.AksFeature;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import org.junit.jupiter.api.Test;

/** Access in the cluster, through the address and the token that Azure gives. */
final class AksKubernetesTest {
  @Test
  void theAccessInTheClusterIsMadeAndRemovedWithoutAKubeconfig() {
    try (EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start();
        AzureWorld world = AzureWorld.of(AzureWorld.spec().servedBy(kubernetes.endpoint()))) {
      assertThat(world.onboarding().plan(world.cluster()).apply().succeeded()).isTrue();
      assertThat(kubernetes.state().toString()).contains("castai-cluster-controller");
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(kubernetes.state().toString()).doesNotContain("castai-agent");
    }
  }

  @Test
  void whereAzureRolesGovernKubernetesTheMissingDataActionsAreNamed() {
    try (AzureWorld world =
        AzureWorld.of(AzureWorld.spec().with(AksFeature.ENTRA, AksFeature.AZURE_RBAC))) {
      world.azure().withoutRoles().role("/", "User Access Administrator");
      world.azure().role("/", "Contributor");
      StringBuilder notes = new StringBuilder();
      world
          .onboarding()
          .on(OnboardingEvent.Note.class, note -> notes.append(note.words()))
          .plan(world.cluster());
      assertThat(notes)
          .contains(
              "Microsoft.ContainerService/managedClusters/rbac.authorization.k8s.io/clusterroles"
                  + "/escalate/action")
          .contains("Azure Kubernetes Service RBAC Cluster Admin");
    }
  }
}
