package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.admin.v1.CreateRoleRequest;
import com.google.iam.admin.v1.DeleteRoleRequest;
import com.google.iam.admin.v1.DeleteServiceAccountRequest;
import com.google.iam.admin.v1.Role;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.protobuf.FieldMask;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life cycle of accounts, roles and policies: deletion, undeletion, quotas, visibility. */
final class GkeLifeTest {
  private static final String ACCOUNT =
      "projects/my-project/serviceAccounts/castai-gke-f6c433ac@my-project.iam.gserviceaccount.com";
  private static final String ROLE = "projects/my-project/roles/castai.gkeAccess";

  private GoogleWorld world;
  private IAMClient iam;

  @BeforeEach
  void start() throws IOException {
    world = GoogleWorld.start();
    iam = GoogleClients.iam(world.google());
  }

  @AfterEach
  void stop() {
    iam.shutdownNow();
    world.close();
  }

  private OnboardingResult onboard() {
    return world.onboarding().plan(world.cluster()).apply();
  }

  private static Change change(OnboardingPlan plan, String type) {
    return plan.changes().stream()
        .filter(change -> change.id().type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private void setStage(Role.RoleLaunchStage stage) {
    iam.getStub()
        .updateRoleCallable()
        .call(
            UpdateRoleRequest.newBuilder()
                .setName(ROLE)
                .setRole(Role.newBuilder().setStage(stage))
                .setUpdateMask(FieldMask.newBuilder().addPaths("stage"))
                .build());
  }

  private void deleteRole() {
    iam.getStub().deleteRoleCallable().call(DeleteRoleRequest.newBuilder().setName(ROLE).build());
  }

  private void deleteAccount() {
    iam.deleteServiceAccount(DeleteServiceAccountRequest.newBuilder().setName(ACCOUNT).build());
  }

  @Test
  void bindingsOfOthersAreKeptWithTheirConditions() {
    onboard();
    assertThat(world.google().state().toString())
        .contains("roles/owner user:owner@example.com")
        .contains("roles/viewer group:team@example.com if request.time > 0");
  }

  @Test
  void aDeletedAccountIsUndeletedWithItsBindings() {
    onboard();
    deleteAccount();
    assertThat(world.google().state().toString()).contains("deleted:serviceAccount:");
    world.google().forgetCalls();
    onboard();
    assertThat(world.calls())
        .extracting(RecordedCall::name)
        .contains("iam.serviceAccounts.undelete")
        .doesNotContain("iam.serviceAccounts.create");
    assertThat(world.google().state().toString()).doesNotContain("deleted:serviceAccount:");
    assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
  }

  @Test
  void anExpiredAccountIsCreatedAnewAndItsOldBindingsAreRemoved() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    Clock clock = moving(now);
    try (EmbeddedGoogle google =
        EmbeddedGoogle.start(clock)
            .cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "europe-west4", "prod"))) {
      GoogleWorld old = new GoogleWorld(google, world.cluster());
      old.onboarding().plan(old.cluster()).apply();
      IAMClient other = GoogleClients.iam(google);
      other.deleteServiceAccount(DeleteServiceAccountRequest.newBuilder().setName(ACCOUNT).build());
      other.shutdownNow();
      now.set(now.get().plus(Duration.ofDays(31)));
      assertThat(old.onboarding().plan(old.cluster()).apply().succeeded()).isTrue();
      assertThat(google.state().toString()).doesNotContain("deleted:serviceAccount:");
      assertThat(old.onboarding().plan(old.cluster()).plan().hasChanges()).isFalse();
    }
  }

  private static Clock moving(AtomicReference<Instant> now) {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public java.time.ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }
    };
  }

  @Test
  void aDeletedRoleIsUndeleted() {
    onboard();
    deleteRole();
    Change role = change(world.onboarding().plan(world.cluster()).plan(), "custom-role");
    assertThat(role.action()).isEqualTo(Action.CREATE);
    assertThat(role.extras()).containsExactly("deleted role to restore: castai.gkeAccess");
    world.google().forgetCalls();
    onboard();
    assertThat(world.calls()).extracting(RecordedCall::name).contains("iam.roles.undelete");
    assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
  }

  @Test
  void theIdOfAnExpiredRoleIsBlockedAndAnotherIdIsProposed() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    try (EmbeddedGoogle google =
        EmbeddedGoogle.start(moving(now))
            .cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "europe-west4", "prod"))) {
      GoogleWorld old = new GoogleWorld(google, world.cluster());
      old.onboarding().plan(old.cluster()).apply();
      old.onboarding().planRemoval(old.cluster()).apply();
      now.set(now.get().plus(Duration.ofDays(8)));
      OnboardingResult result = old.onboarding().plan(old.cluster()).attempt();
      assertThat(result.outcomes().values())
          .filteredOn(Outcome.Failed.class::isInstance)
          .singleElement()
          .satisfies(
              outcome ->
                  assertThat(((Outcome.Failed) outcome).error().remedy())
                      .isEqualTo("set gke.role-id=castai.gkeAccess.2 and plan again"));
      assertThat(
              old.onboarding()
                  .set("gke.role-id", "castai.gkeAccess.2")
                  .plan(old.cluster())
                  .apply()
                  .succeeded())
          .isTrue();
    }
  }

  @Test
  void anExceededRoleQuotaIsNamedInTheError() {
    world.google().enable(GoogleWorld.PROJECT, "iam.googleapis.com");
    for (int i = 0; i < 300; i++) {
      iam.getStub()
          .createRoleCallable()
          .call(
              CreateRoleRequest.newBuilder()
                  .setParent("projects/my-project")
                  .setRoleId("filler" + i)
                  .build());
    }
    OnboardingResult result = world.onboarding().plan(world.cluster()).attempt();
    assertThat(result.outcomes().values())
        .filteredOn(Outcome.Failed.class::isInstance)
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(((Outcome.Failed) outcome).error())
                    .hasMessageContaining("Maximum number of custom roles")
                    .satisfies(e -> assertThat(e.remedy()).contains("quota")));
  }

  @Test
  void theFactsOfTheClusterAreNoted() {
    StringBuilder notes = new StringBuilder();
    world
        .onboarding()
        .on(OnboardingEvent.Note.class, note -> notes.append(note.words()))
        .plan(world.cluster());
    assertThat(notes)
        .hasToString(
            "Standard cluster in europe-west4, node pools [default-pool], node service accounts"
                + " [default], Workload Identity pool my-project.svc.id.goog");
  }

  @Test
  void anotherToolMayChangeTheStageOfARoleButNotDisableIt() {
    onboard();
    setStage(Role.RoleLaunchStage.ALPHA);
    OnboardingPlan drift = world.onboarding().drift(world.cluster());
    assertThat(drift.hasChanges()).isFalse();
    assertThat(change(drift, "custom-role").extras())
        .containsExactly("ignored change: stage is \"ALPHA\", was created as \"GA\"");
    setStage(Role.RoleLaunchStage.DISABLED);
    assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isTrue();
    world.onboarding().allow("shared").plan(world.cluster()).apply();
    assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isFalse();
  }

  @Test
  void aSecondClusterOfTheSameNameInOneProjectIsRefused() {
    onboard();
    world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1", "prod"));
    GkeCluster twin = GkeCluster.of(GoogleWorld.PROJECT, "us-east1", "prod");
    assertThat(change(world.onboarding().plan(twin).plan(), "service-account").gate())
        .isInstanceOf(Gate.Blocked.class);
    assertThat(
            world
                .onboarding()
                .set("gke.account-id", "castai-gke-us-east1")
                .plan(twin)
                .apply()
                .succeeded())
        .isTrue();
  }

  @Test
  void theSharedRoleStaysWhileAnotherClusterUsesIt() {
    onboard();
    world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "europe-west4", "other"));
    GkeCluster other = GkeCluster.of(GoogleWorld.PROJECT, "europe-west4", "other");
    world.onboarding().plan(other).apply();
    world.onboarding().planRemoval(world.cluster()).apply();
    assertThat(world.google().state().toString()).contains("castai.gkeAccess");
    world.onboarding().planRemoval(other).apply();
    assertThat(world.google().state().toString()).doesNotContain("castai.gkeAccess");
  }

  @Test
  void aNewerBlueprintRemovesTheBindingOfAnOlderOne() {
    world.onboarding().blueprint("castai/2023").plan(world.cluster()).apply();
    assertThat(world.google().state().toString()).contains("roles/container.developer");
    world.onboarding().allow("shared").plan(world.cluster()).apply();
    assertThat(world.google().state().toString()).doesNotContain("roles/container.developer");
    assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
  }

  @Test
  void applyWaitsForAnAccountThatIsNotVisibleYet() {
    world.google().faults().on("iam.serviceAccounts.create", 1, Fault.hide(6));
    assertThat(onboard().succeeded()).isTrue();
    assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
  }

  @Test
  void aMemberForbiddenByTheOrganizationIsReportedWithAnAlternative() {
    world.google().enforce(GoogleWorld.PROJECT, "constraints/iam.allowedPolicyMemberDomains");
    ApplicablePlan planned = world.onboarding().plan(world.cluster());
    assertThat(planned.plan().preflight())
        .filteredOn(check -> check.how().contains("allowedPolicyMemberDomains"))
        .singleElement()
        .satisfies(
            check -> {
              // Google does not report the organization of an account.
              assertThat(check.answer()).isEqualTo(PermissionCheck.Answer.UNKNOWN);
              assertThat(check.how()).contains("set gke.access=workload-identity");
            });
    OnboardingResult result = planned.attempt();
    assertThat(result.outcomes().values())
        .filteredOn(Outcome.Failed.class::isInstance)
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(((Outcome.Failed) outcome).error().remedy())
                    .contains("gke.access=workload-identity"));
  }

  @Test
  void workloadIdentityRequiresAClusterWithAPool() {
    world
        .google()
        .cluster(
            GkeClusterSpec.of(GoogleWorld.PROJECT, "europe-west4", "old")
                .withoutWorkloadIdentity());
    Onboarding onboarding = world.onboarding().set("gke.access", "workload-identity");
    GkeCluster old = GkeCluster.of(GoogleWorld.PROJECT, "europe-west4", "old");
    assertThatThrownBy(() -> onboarding.plan(old))
        .hasMessageContaining("has no Workload Identity pool")
        .hasMessageContaining("--workload-pool=" + GoogleWorld.PROJECT + ".svc.id.goog");
  }

  @Test
  void workloadIdentityCreatesNoAccountAndNoKey() {
    Onboarding onboarding = world.onboarding().set("gke.access", "workload-identity");
    onboarding.plan(world.cluster()).apply();
    assertThat(world.google().state().toString())
        .contains(
            "roles/iam.serviceAccountUser serviceAccount:my-project.svc.id.goog"
                + "[castai-agent/castai-cloud-proxy]")
        .contains("serviceAccounts={}");
    assertThat(onboarding.plan(world.cluster()).plan().hasChanges()).isFalse();
    onboarding.planRemoval(world.cluster()).apply();
    assertThat(world.google().state().toString()).doesNotContain("castai");
  }

  @Test
  void removalWorksAfterTheClusterWasDeleted() {
    onboard();
    world.google().removeCluster(GoogleWorld.PROJECT, "europe-west4", "prod");
    assertThat(world.onboarding().planRemoval(world.cluster()).apply().succeeded()).isTrue();
    assertThat(world.google().state().toString())
        .doesNotContain("castai")
        .contains("iam.googleapis.com");
  }
}
