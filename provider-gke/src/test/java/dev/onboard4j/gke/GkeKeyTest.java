package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.DisableServiceAccountKeyRequest;
import com.google.iam.admin.v1.ServiceAccount;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service account key of {@code gke.access=key}. */
final class GkeKeyTest {
  private static final String ACCOUNT =
      "projects/my-project/serviceAccounts/castai-gke-f6c433ac@my-project.iam.gserviceaccount.com";

  @TempDir private Path folder;

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

  private static Change change(OnboardingPlan plan, String type) {
    return plan.changes().stream()
        .filter(change -> change.id().type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private Onboarding withKey() {
    return world.onboarding().set("gke.access", "key").secretsDirectory(folder);
  }

  private List<Path> delivered() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private Set<String> keys() {
    return world.keys().keySet();
  }

  /** Mints a key as another tool or person does, and returns its id. */
  private String mintedByAnother() {
    return AccountKeys.id(
        iam.getStub()
            .createServiceAccountKeyCallable()
            .call(CreateServiceAccountKeyRequest.newBuilder().setName(ACCOUNT).build()));
  }

  private String delivered(Onboarding onboarding) {
    onboarding.plan(world.cluster()).apply();
    assertThat(keys()).hasSize(1);
    return keys().iterator().next();
  }

  private void disable(String key) {
    iam.getStub()
        .disableServiceAccountKeyCallable()
        .call(
            DisableServiceAccountKeyRequest.newBuilder().setName(ACCOUNT + "/keys/" + key).build());
  }

  @Test
  void aKeyIsCreatedOnceAndDelivered() throws IOException {
    withKey().plan(world.cluster()).apply();
    assertThat(withKey().plan(world.cluster()).plan().hasChanges()).isFalse();
    assertThat(keys()).hasSize(1);
    assertThat(delivered())
        .filteredOn(file -> !file.toString().endsWith(".version"))
        .singleElement()
        .satisfies(
            file -> {
              assertThat(Files.readString(file)).contains("\"type\":\"service_account\"");
              assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
            });
  }

  @Test
  void theAccountRecordsWhichKeyWasDelivered() {
    withKey().plan(world.cluster()).apply();
    assertThat(world.google().state().toString())
        .containsPattern("description=.onboard4j:blueprint=castai/current [^)]*onboard4j:key=0+");
  }

  @Test
  void aNamedKeyIsDeletedAfterItsSuccessorWasDelivered() {
    String first = delivered(withKey());
    world.google().forgetCalls();
    ApplicablePlan planned = withKey().set("gke.delete-keys", first).plan(world.cluster());
    assertThat(change(planned.plan(), "service-account-key").diff())
        .anySatisfy(
            diff -> {
              assertThat(diff.path()).isEqualTo("obsolete-keys");
              assertThat(diff.before()).isEqualTo(List.of(first));
            });
    planned.apply();
    assertThat(world.calls())
        .extracting(call -> call.name())
        .containsSubsequence(
            "iam.serviceAccountKeys.create",
            "iam.serviceAccounts.update",
            "iam.serviceAccountKeys.delete");
    assertThat(keys()).hasSize(1).doesNotContain(first);
    assertThat(withKey().set("gke.delete-keys", first).plan(world.cluster()).plan().hasChanges())
        .isFalse();
  }

  @Test
  void aSecondMachineMintsNoKeyAndDeletesNone() {
    String first = delivered(withKey());
    Onboarding elsewhere =
        world.onboarding().set("gke.access", "key").secretsDirectory(folder.resolve("elsewhere"));
    assertThat(elsewhere.plan(world.cluster()).plan().hasChanges()).isFalse();
    elsewhere.plan(world.cluster()).apply();
    assertThat(keys()).containsExactly(first);
  }

  @Test
  void aKeyThatNobodyKnowsIsKeptAndReported() {
    String first = delivered(withKey());
    String other = mintedByAnother();
    OnboardingPlan plan = withKey().plan(world.cluster()).plan();
    assertThat(plan.hasChanges()).isFalse();
    assertThat(change(plan, "service-account-key").extras())
        .singleElement()
        .asString()
        .startsWith("key that the plan keeps: " + other);
    withKey().plan(world.cluster()).apply();
    assertThat(keys()).containsExactlyInAnyOrder(first, other);
  }

  @Test
  void theKeysOfAnAdoptedAccountAreKept() {
    world.google().enable(GoogleWorld.PROJECT, "iam.googleapis.com");
    iam.createServiceAccount(
        "projects/my-project", "castai-gke-f6c433ac", ServiceAccount.getDefaultInstance());
    String theirs = mintedByAnother();
    withKey().adopt("all").plan(world.cluster()).apply();
    assertThat(keys()).hasSize(2).contains(theirs);
    assertThat(withKey().plan(world.cluster()).plan().hasChanges()).isFalse();
  }

  @Test
  void aFullKeyQuotaIsToldInThePlanAndNothingIsDeleted() {
    String first = delivered(withKey());
    for (int i = 0; i < 9; i++) {
      mintedByAnother();
    }
    assertThat(withKey().plan(world.cluster()).plan().hasChanges()).isFalse();
    disable(first);
    assertThatThrownBy(() -> withKey().plan(world.cluster()))
        .hasMessageContaining("has 10 keys, and Google allows no more")
        .satisfies(e -> assertThat(((OnboardingException) e).remedy()).contains("gke.delete-keys"));
    assertThat(keys()).hasSize(10);
  }

  @Test
  void inAFullQuotaANamedKeyMakesRoom() {
    disable(delivered(withKey()));
    String unused = mintedByAnother();
    for (int i = 0; i < 8; i++) {
      mintedByAnother();
    }
    withKey().set("gke.delete-keys", unused).plan(world.cluster()).apply();
    assertThat(keys()).hasSize(10).doesNotContain(unused);
  }

  @Test
  void aDisabledKeyIsReplacedAndKept() {
    String first = delivered(withKey());
    disable(first);
    withKey().plan(world.cluster()).apply();
    assertThat(keys()).hasSize(2).contains(first);
    assertThat(withKey().plan(world.cluster()).plan().hasChanges()).isFalse();
  }

  @Test
  void anExpiredKeyIsReplaced() {
    world.google().keysExpireAfter(GoogleWorld.PROJECT, Duration.ofDays(90));
    String first = delivered(withKey());
    world.google().keysExpireAfter(GoogleWorld.PROJECT, Duration.ofDays(365));
    Onboarding later =
        withKey().with(Clock.class, Clock.offset(Clock.systemUTC(), Duration.ofDays(91)));
    later.plan(world.cluster()).apply();
    assertThat(keys()).hasSize(2).contains(first);
    assertThat(later.plan(world.cluster()).plan().hasChanges()).isFalse();
  }

  @Test
  void aKeyOfALostReplyIsKeptAndReported() {
    world
        .google()
        .faults()
        .on("iam.serviceAccountKeys.create", 1, Fault.of(Fault.Kind.RESET_AFTER));
    withKey().plan(world.cluster()).apply();
    assertThat(keys()).hasSize(2);
    OnboardingPlan plan = withKey().plan(world.cluster()).plan();
    assertThat(plan.hasChanges()).isFalse();
    assertThat(change(plan, "service-account-key").extras()).hasSize(1);
  }

  @Test
  void aRemovalIsBlockedByAKeyThatNobodyKnows() {
    delivered(withKey());
    String other = mintedByAnother();
    ApplicablePlan removal = withKey().planRemoval(world.cluster());
    assertThat(removal.refusals())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("key " + other));
    withKey().set("gke.delete-keys", other).planRemoval(world.cluster()).apply();
    assertThat(world.google().state().toString()).doesNotContain("castai");
  }

  @Test
  void aManagedConstraintAgainstKeysIsFound() {
    world
        .google()
        .enforce(GoogleWorld.PROJECT, "constraints/iam.managed.disableServiceAccountKeyCreation");
    assertThat(withKey().plan(world.cluster()).plan().preflight())
        .filteredOn(check -> check.answer() == PermissionCheck.Answer.DENIED)
        .singleElement()
        .satisfies(check -> assertThat(check.how()).contains("set gke.access=impersonation"));
  }

  @Test
  void aKeyForbiddenByTheOrganizationIsDeniedWithTheKeylessSetting() {
    world.google().enforce(GoogleWorld.PROJECT, "constraints/iam.disableServiceAccountKeyCreation");
    ApplicablePlan planned = withKey().plan(world.cluster());
    assertThat(planned.plan().preflight())
        .filteredOn(check -> check.answer() == PermissionCheck.Answer.DENIED)
        .singleElement()
        .satisfies(
            check ->
                assertThat(check.how())
                    .contains("constraints/iam.disableServiceAccountKeyCreation")
                    .contains("set gke.access=impersonation"));
    assertThatThrownBy(planned::apply).isInstanceOf(OnboardingException.class);
    assertThat(world.google().calls())
        .noneMatch(call -> call.effect() == RecordedCall.Effect.WRITE);
  }

  @Test
  void anUnreadableOrganizationPolicyIsReportedByTheFirstRefusedWrite() {
    world.google().enforce(GoogleWorld.PROJECT, "constraints/iam.disableServiceAccountKeyCreation");
    world.google().faults().always("orgpolicy.policy.get", Fault.of(Fault.Kind.DENY));
    OnboardingResult result = withKey().plan(world.cluster()).attempt();
    assertThat(result.outcomes().values())
        .filteredOn(Outcome.Failed.class::isInstance)
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(((Outcome.Failed) outcome).error().remedy())
                    .contains("set gke.access=impersonation"));
  }

  @Test
  void theKeyAppearsInNoEventPlanResultOrJournal() throws IOException {
    StringBuilder all = new StringBuilder();
    Path journal = folder.resolve("journal.jsonl");
    var planned =
        withKey()
            .time(new VirtualTime())
            .journal(journal)
            .on(OnboardingEvent.class, all::append)
            .plan(world.cluster());
    all.append(planned.attempt().toJson()).append(planned.plan().toJson());
    all.append(planned.plan().describe()).append(Files.readString(journal));
    assertThat(all.toString()).doesNotContain("private_key").contains("service-account-key");
  }
}
