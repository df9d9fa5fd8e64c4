package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a changed setting leaves in place, because others use it. */
final class SettingsChangeTest {
  private static final String EMAIL = "castai-gke-f6c433ac@my-project.iam.gserviceaccount.com";

  @TempDir private Path folder;

  private Onboarding with(GoogleWorld world, String value) {
    return Objects.requireNonNull(new GoogleContractWorld(world, folder).settings().get(value))
        .apply(
            world
                .onboarding()
                .secretsDirectory(folder.resolve("s" + world.hashCode()))
                .allow("shared"));
  }

  @Test
  void aFormerPoolMemberThatAnotherClusterUsesIsKeptAndReported() {
    try (GoogleWorld world = GoogleWorld.start()) {
      with(world, "access=workload-identity").plan(world.cluster()).apply();
      world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1", "other"));
      var planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().changes())
          .filteredOn(change -> change.id().type().equals("project-iam-policy"))
          .singleElement()
          .satisfies(
              change -> assertThat(change.extras().toString()).contains("other clusters use"));
      planned.apply();
      assertThat(world.google().state().toString()).contains("castai-cloud-proxy]");
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(world.google().state().toString()).contains("castai-cloud-proxy]");
    }
  }

  @Test
  void aZoneThatDoesNotAnswerMayHaveAClusterThatUsesThePool() {
    try (GoogleWorld world = GoogleWorld.start()) {
      with(world, "access=workload-identity").plan(world.cluster()).apply();
      world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1-b", "other"));
      world.google().silence(GoogleWorld.PROJECT, "us-east1-b");
      with(world, "access=workload-identity").planRemoval(world.cluster()).apply();
      assertThat(world.google().state().toString()).contains("castai-cloud-proxy]");
    }
  }

  @Test
  void aFeatureOfOneClusterSurvivesTheApplyOfAnother() {
    try (GoogleWorld world = GoogleWorld.start()) {
      with(world, "features").plan(world.cluster()).apply();
      world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1", "other"));
      GkeCluster other = GkeCluster.of(GoogleWorld.PROJECT, "us-east1", "other");
      world.onboarding().plan(other).apply();
      assertThat(world.google().state().toString()).contains("compute.targetPools.addInstance");
      assertThat(world.onboarding().plan(other).plan().hasChanges()).isFalse();
      assertThat(with(world, "features").plan(world.cluster()).plan().hasChanges()).isFalse();
      with(world, "features").planRemoval(world.cluster()).apply();
      world.onboarding().allow("shared").plan(other).apply();
      assertThat(world.google().state().toString()).doesNotContain("compute.targetPools");
    }
  }

  @Test
  void anotherAccountIsRefusedWhileTheFormerOneBelongsToTheCluster() {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      Object onboarded = world.state();
      Onboarding other = world.onboarding().set("gke.account-id", "another-account");
      assertThatThrownBy(() -> other.plan(world.cluster()))
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e -> {
                assertThat(e.getMessage()).contains(EMAIL);
                assertThat(e.remedy()).contains("gke.account-id=castai-gke-f6c433ac");
              });
      assertThatThrownBy(() -> other.planRemoval(world.cluster())).hasMessageContaining(EMAIL);
      assertThatThrownBy(() -> other.drift(world.cluster())).hasMessageContaining(EMAIL);
      assertThat(world.state()).isEqualTo(onboarded);
    }
  }

  @Test
  void aRoleThatAnotherToolGaveTheAccountIsKept() {
    try (GoogleWorld world = GoogleWorld.start()) {
      with(world, "default").plan(world.cluster()).apply();
      world
          .google()
          .bind(
              GoogleWorld.PROJECT, GoogleWorld.binding("roles/editor", "serviceAccount:" + EMAIL));
      with(world, "access=workload-identity").plan(world.cluster()).apply();
      assertThat(world.google().state().toString())
          .contains("roles/editor serviceAccount:" + EMAIL);
    }
  }
}
