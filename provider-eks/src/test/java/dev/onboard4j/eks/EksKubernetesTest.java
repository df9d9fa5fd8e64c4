package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An EKS cluster whose API server can be reached: one plan covers both APIs. */
final class EksKubernetesTest {
  private final EmbeddedKubernetes cluster = EmbeddedKubernetes.start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private EmbeddedWorld world(String mode) {
    return EmbeddedWorld.of(
        EksClusterSpec.of("eu-west-1", "prod").authenticating(mode).servedBy(cluster.endpoint()));
  }

  @Test
  void aConfigMapClusterGetsItsEntryAndTheComponentsTheirAccess() {
    try (EmbeddedWorld world = world("CONFIG_MAP")) {
      world.onboarding().plan(world.cluster()).apply();
      assertThat(cluster.state().toString())
          .contains("- rolearn: arn:aws:iam::123456789012:role/cast-prod-eks-3b1a9f20")
          .contains("castai-cluster-controller");
      OnboardingPlan again = world.onboarding().plan(world.cluster()).plan();
      assertThat(again.changes()).allMatch(change -> change.action() == Action.KEEP);
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(cluster.state().toString())
          .contains("\"data\":{\"mapRoles\":\"\"")
          .doesNotContain("castai-agent");
    }
  }

  @Test
  void accessEntriesLeaveTheConfigMapUnchanged() {
    try (EmbeddedWorld world = world("API_AND_CONFIG_MAP")) {
      world.onboarding().plan(world.cluster()).apply();
      assertThat(cluster.calls())
          .extracting(RecordedCall::resource)
          .doesNotContain("kube-system/aws-auth");
    }
  }

  @Test
  void kubernetesPermissionsAreNotInTheIamPolicy() {
    try (EmbeddedWorld world = world("CONFIG_MAP")) {
      var documents = world.onboarding().plan(world.cluster()).plan().permissionDocuments();
      assertThat(documents.get("aws-policy").toString()).doesNotContain("kubernetes:");
      assertThat(documents.get("kubernetes-cluster-role").toString()).contains("clusterroles");
      assertThat(documents.get("kubernetes-role-kube-system").toString())
          .contains("configmaps", "aws-auth");
    }
  }

  @Test
  void permissionsOfTheCallerAreReadOnce() {
    try (EmbeddedWorld world = world("CONFIG_MAP")) {
      world.onboarding().plan(world.cluster());
      assertThat(cluster.calls())
          .filteredOn(call -> call.action().contains("selfsubjectrulesreviews"))
          .extracting(RecordedCall::arguments)
          .isNotEmpty()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void oneDescribeClusterGivesTheServer() {
    try (EmbeddedWorld world = world("CONFIG_MAP")) {
      world.onboarding().plan(world.cluster());
      assertThat(world.calls())
          .filteredOn(call -> call.name().equals("eks:DescribeCluster"))
          .hasSize(1);
    }
  }
}
