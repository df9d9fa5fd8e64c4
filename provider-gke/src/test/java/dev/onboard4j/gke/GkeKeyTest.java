package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.plan.Action;
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
import java.util.List;
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

  private Stream<String> keys() {
    return Stream.of(world.google().state().toString().replaceAll(".*keys=(\\d+).*", "$1"))
        .flatMap(count -> Stream.generate(() -> "key").limit(Long.parseLong(count)));
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
  void aNewKeyIsDeliveredBeforeTheOldOneIsDeleted() throws IOException {
    withKey().plan(world.cluster()).apply();
    for (Path file : delivered()) {
      Files.writeString(file, "not the key");
    }
    world.google().forgetCalls();
    withKey().plan(world.cluster()).apply();
    assertThat(world.calls())
        .extracting(call -> call.name())
        .containsSubsequence(
            "iam.serviceAccountKeys.create",
            "iam.serviceAccounts.update",
            "iam.serviceAccountKeys.delete");
    assertThat(keys()).hasSize(1);
  }

  @Test
  void aFullKeyQuotaIsReducedToTheDeliveredKey() {
    withKey().plan(world.cluster()).apply();
    for (int i = 0; i < 9; i++) {
      iam.getStub()
          .createServiceAccountKeyCallable()
          .call(CreateServiceAccountKeyRequest.newBuilder().setName(ACCOUNT).build());
    }
    withKey().plan(world.cluster()).apply();
    assertThat(keys()).hasSize(1);
  }

  @Test
  void undeliveredKeysAreDeleted() {
    withKey().plan(world.cluster()).apply();
    iam.getStub()
        .createServiceAccountKeyCallable()
        .call(CreateServiceAccountKeyRequest.newBuilder().setName(ACCOUNT).build());
    OnboardingPlan plan = withKey().plan(world.cluster()).plan();
    assertThat(change(plan, "service-account-key").action()).isEqualTo(Action.UPDATE);
    withKey().plan(world.cluster()).apply();
    assertThat(keys()).hasSize(1);
  }

  @Test
  void aLostKeyIsReplaced() throws IOException {
    withKey().plan(world.cluster()).apply();
    for (Path file : delivered()) {
      Files.delete(file);
    }
    withKey().plan(world.cluster()).apply();
    assertThat(keys()).hasSize(1);
    assertThat(delivered()).isNotEmpty();
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
