package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans for GKE clusters, and the validation of their input. */
final class GkePlanTest {
  private static OnboardingPlan plan(
      GoogleWorld world, UnaryOperator<dev.onboard4j.Onboarding> configure) {
    return configure.apply(world.onboarding()).plan(world.cluster()).plan();
  }

  @ParameterizedTest
  @CsvSource({"my-cluster,2899bb76", "test,a94a8fe5", "prod-eks,fe9d167a", "a,86f7e437"})
  void theHashMatchesTheTestVectorsOfThePlatform(String cluster, String hash) {
    assertThat(GkeNames.hash(cluster)).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource({
    "my-project,castai@my-project.iam.gserviceaccount.com",
    "example.com:proj-1,castai@proj-1.example.com.iam.gserviceaccount.com"
  })
  void theEmailIsDerivedFromTheProject(String project, String email) {
    assertThat(GkeNames.of(project, "castai", "role").email()).isEqualTo(email);
  }

  @Test
  void aClusterIsParsedFromItsUri() {
    assertThat(GkeCluster.parse(URI.create("gke://my-project/europe-west4-a/prod")))
        .isEqualTo(GkeCluster.of("my-project", "europe-west4-a", "prod"));
    assertThat(GkeCluster.of("my-project", "europe-west4-a", "prod").region())
        .isEqualTo("europe-west4");
    assertThat(GkeCluster.of("my-project", "northamerica-northeast1", "x").uri())
        .hasToString("gke://my-project/northamerica-northeast1/x");
  }

  @Test
  void allProblemsOfAClusterAreReportedAtOnce() {
    assertThatThrownBy(() -> GkeCluster.of("123456", "nowhere", "Prod"))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::path)
                    .containsExactly("cluster.project", "cluster.location", "cluster.name"));
  }

  @ParameterizedTest
  @CsvSource({"castai/2023,34,3", "castai/current,39,2"})
  void eachBlueprintDeclaresItsOwnPermissionsAndBindings(
      String blueprint, int permissions, int bindings) {
    try (GoogleWorld world = GoogleWorld.start()) {
      OnboardingPlan plan = plan(world, o -> o.blueprint(blueprint));
      assertThat(plan.roles()).hasSize(1);
      assertThat((List<?>) plan.roles().get(0).after().json("permissions")).hasSize(permissions);
      assertThat(plan.changes())
          .filteredOn(change -> change.id().type().equals("project-iam-policy"))
          .singleElement()
          .satisfies(change -> assertThat(change.after().items("bindings")).hasSize(bindings));
      assertThat(plan.access())
          .isNotEmpty()
          .allSatisfy(
              grant -> {
                assertThat(grant.permission().reason()).isNotBlank();
                assertThat(grant.permission().provenance()).isNotBlank();
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"script", "document"})
  void everyStyleOfNamesGivesTheSameNames(String style) {
    try (GoogleWorld world = GoogleWorld.start()) {
      assertThat(plan(world, o -> o.set("names", style)).changes())
          .isEqualTo(plan(world, o -> o).changes());
    }
  }

  @Test
  void aFeatureAddsItsOptionalPermissions() {
    try (GoogleWorld world = GoogleWorld.start()) {
      OnboardingPlan plan =
          plan(world, o -> o.set("gke.features", "load-balancers-target-backend-pools"));
      assertThat((List<?>) plan.roles().get(0).after().json("permissions")).hasSize(43);
      assertThatThrownBy(() -> plan(world, o -> o.set("gke.features", "no-such-thing")))
          .hasMessageContaining("'no-such-thing' is none of");
    }
  }

  @Test
  void nodeAccountIdsRestrictTheBindingByACondition() {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.onboarding().set("gke.node-account-ids", "111,222").plan(world.cluster()).apply();
      assertThat(world.google().state().toString())
          .contains(
              "roles/iam.serviceAccountUser serviceAccount:castai-gke-f6c433ac@my-project.iam"
                  + ".gserviceaccount.com if resource.name.startsWith(\"projects/-/serviceAccounts/"
                  + "111\") || resource.name.startsWith(\"projects/-/serviceAccounts/222\")");
    }
  }

  @Test
  void onboardingWritesEachPolicyOnce() {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      List<String> writes =
          world.calls().stream()
              .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
              .map(RecordedCall::name)
              .sorted()
              .toList();
      assertThat(writes)
          .containsExactly(
              "iam.roles.create",
              "iam.serviceAccounts.create",
              "iam.serviceAccounts.setIamPolicy",
              "resourcemanager.projects.setIamPolicy",
              "serviceusage.services.enable");
    }
  }

  @Test
  void aPlanWithoutChangesSendsNineRequests() {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      world.google().forgetCalls();
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
      assertThat(world.calls())
          .extracting(RecordedCall::name)
          .containsExactlyInAnyOrder(
              "container.clusters.get",
              "serviceusage.services.get",
              "iam.roles.get",
              "resourcemanager.projects.getIamPolicy",
              "iam.serviceAccounts.get",
              "iam.serviceAccounts.getIamPolicy",
              "iam.serviceAccountKeys.list",
              "iam.serviceAccounts.testIamPermissions",
              "resourcemanager.projects.testIamPermissions");
    }
  }

  @Test
  void missingPermissionsAreReportedAndNothingIsWritten() {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.google().lack("iam.roles.create");
      var planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().preflight())
          .filteredOn(check -> check.answer() == PermissionCheck.Answer.DENIED)
          .extracting(check -> check.permission().permission())
          .containsExactly("iam.roles.create");
      assertThat(planned.plan().preflight())
          .filteredOn(check -> check.permission().permission().endsWith("projects.setIamPolicy"))
          .allSatisfy(check -> assertThat(check.how()).contains("grant any role"));
      assertThatThrownBy(planned::apply).hasMessageContaining("the caller lacks 1 permission");
    }
  }

  @Test
  void theRoleForTheCallerListsTheRequiredPermissions() {
    try (GoogleWorld world = GoogleWorld.start()) {
      Map<?, ?> role =
          (Map<?, ?>) plan(world, o -> o).permissionDocuments().get("google-custom-role");
      assertThat((List<?>) role.get("includedPermissions"))
          .asString()
          .contains("resourcemanager.projects.setIamPolicy", "iam.serviceAccounts.create");
      assertThat(role.get("description").toString()).contains("Warning");
    }
  }

  @Test
  void aMissingClusterIsReportedByName() {
    try (GoogleWorld world = GoogleWorld.start()) {
      GkeCluster other = GkeCluster.of(GoogleWorld.PROJECT, "europe-west4", "other");
      assertThatThrownBy(() -> world.onboarding().plan(other))
          .hasMessageContaining("there is no cluster 'other' in europe-west4");
    }
  }

  @Test
  void badSettingsAreReportedBeforeAnyRequest() {
    try (GoogleWorld world = GoogleWorld.start()) {
      var bare =
          dev.onboard4j.Onboarding.forProvider("gke")
              .set(world.google().settings())
              .set("gke.role-id", "no spaces")
              .set("platform.principal", "no e-mail")
              .set("gke.node-account-ids", "me@example.com");
      assertThat(bare.check(world.cluster().uri(), Operation.APPLY))
          .extracting(Problem::path)
          .containsExactly("gke.node-account-ids", "gke.role-id", "platform.principal");
      assertThat(world.calls()).isEmpty();
    }
  }
}
