package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(cluster.calls())
          .filteredOn(call -> call.effect() == RecordedCall.Effect.WRITE)
          .extracting(RecordedCall::resource)
          .isNotEmpty()
          .doesNotContain("kube-system/aws-auth");
    }
  }

  /** Onboards a cluster by aws-auth, and then gives it access entries. */
  private void switched(EmbeddedWorld world, String mode) {
    world.onboarding().plan(world.cluster()).apply();
    assertThat(cluster.state().toString()).contains("role/cast-prod-eks-3b1a9f20");
    world
        .aws()
        .cluster(
            EksClusterSpec.of("eu-west-1", "prod")
                .authenticating(mode)
                .servedBy(cluster.endpoint()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"API", "API_AND_CONFIG_MAP"})
  void aClusterThatGotAccessEntriesLosesItsEntryOfAwsAuth(String mode) {
    try (EmbeddedWorld world = world("CONFIG_MAP")) {
      switched(world, mode);
      assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isTrue();
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().changes())
          .filteredOn(change -> change.id().type().equals("aws-auth"))
          .singleElement()
          .satisfies(
              change -> {
                assertThat(change.action()).isEqualTo(Action.UPDATE);
                assertThat(change.dependsOn()).extracting("type").contains("access-entry");
                assertThat(change.accessAfter()).isEmpty();
              });
      String saved = planned.plan().toJson();
      planned.apply();
      assertThat(cluster.state().toString())
          .contains("\"data\":{\"mapRoles\":\"\"")
          .contains("castai-cluster-controller");
      assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isFalse();
      assertThat(world.onboarding().read(saved).apply().succeeded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"API", "API_AND_CONFIG_MAP"})
  void theRemovalDeletesTheEntryOfAwsAuthOfAClusterThatGotAccessEntries(String mode) {
    try (EmbeddedWorld world = world("CONFIG_MAP")) {
      switched(world, mode);
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(cluster.state().toString()).contains("\"data\":{\"mapRoles\":\"\"");
      assertThat(world.onboarding().planRemoval(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void anEntryThatAnotherToolChangedIsKeptAndReported() {
    try (EmbeddedWorld world = world("CONFIG_MAP")) {
      switched(world, "API_AND_CONFIG_MAP");
      Api admin = Api.of(cluster, "admin");
      String path = Api.configMap("kube-system", "aws-auth");
      String text = admin.get(path).body().path("data").path("mapRoles").asText();
      admin.patch(
          "application/merge-patch+json",
          path,
          "",
          KubeJson.write(Map.of("data", Map.of("mapRoles", text.replace("system:nodes", "team")))));
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().describe()).contains("which another tool changed");
      planned.apply();
      assertThat(cluster.state().toString()).contains("role/cast-prod-eks-3b1a9f20", "team");
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
