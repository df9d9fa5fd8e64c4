package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.DeleteServiceAccountKeyRequest;
import com.google.iam.admin.v1.GetRoleRequest;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.protobuf.FieldMask;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Nothing changes that the plan did not say: what the law sees, and an undo under it. */
final class AnnouncedTest {
  private static final String ACCOUNT =
      "projects/my-project/serviceAccounts/castai-gke-f6c433ac@my-project.iam.gserviceaccount.com";
  private static final String ROLE = "projects/my-project/roles/castai.gkeAccess";

  @TempDir private Path folder;

  private GoogleWorld world;
  private IAMClient iam;

  @BeforeEach
  void start() throws IOException {
    world = GoogleWorld.start();
    iam = GoogleClients.iam(world.google());
    world.onboarding().plan(world.cluster()).apply();
  }

  @AfterEach
  void stop() {
    iam.shutdownNow();
    world.close();
  }

  /** Applies a plan of another node account, with a change that the plan does not know. */
  private void withBug(Runnable bug, String named) {
    ApplicablePlan planned =
        world.onboarding().set("gke.node-account-ids", "111").plan(world.cluster());
    Object before = world.google().state();
    planned.apply();
    bug.run();
    assertThatThrownBy(() -> Announced.check(planned.plan(), before, world.google().state()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("changed without a word of the plan")
        .hasMessageContaining(named);
  }

  @Test
  void theLawNamesAKeyThatWasDeleted() {
    String key =
        iam.getStub()
            .createServiceAccountKeyCallable()
            .call(CreateServiceAccountKeyRequest.newBuilder().setName(ACCOUNT).build())
            .getName();
    withBug(
        () ->
            iam.getStub()
                .deleteServiceAccountKeyCallable()
                .call(DeleteServiceAccountKeyRequest.newBuilder().setName(key).build()),
        "/keys/" + key.replaceFirst(".*/keys/", ""));
  }

  @Test
  void theLawNamesABindingOfAnotherTool() {
    withBug(
        () ->
            world
                .google()
                .bind(GoogleWorld.PROJECT, GoogleWorld.binding("roles/owner", "user:x@y.org")),
        "+ my-project/policy: roles/owner user:x@y.org");
  }

  @Test
  void theLawNamesAFieldOfARole() {
    withBug(
        () ->
            iam.getStub()
                .updateRoleCallable()
                .call(
                    UpdateRoleRequest.newBuilder()
                        .setName(ROLE)
                        .setRole(
                            iam
                                .getStub()
                                .getRoleCallable()
                                .call(GetRoleRequest.newBuilder().setName(ROLE).build())
                                .toBuilder()
                                .addIncludedPermissions("compute.disks.delete"))
                        .setUpdateMask(FieldMask.newBuilder().addPaths("included_permissions"))
                        .build()),
        "+ my-project/roles/castai.gkeAccess/permissions: compute.disks.delete");
  }

  @Test
  void theLawNamesADisabledApi() {
    withBug(
        () -> world.google().disable(GoogleWorld.PROJECT, "compute.googleapis.com"),
        "- my-project/enabled: compute.googleapis.com");
  }

  @TestFactory
  Stream<DynamicTest> anUndoLeavesNothingThatThePlanDidNotSay() {
    List<String> writes = writes();
    Attack.tried("writes of GKE that fail and are undone", writes.size());
    return writes.stream()
        .map(write -> DynamicTest.dynamicTest("denied " + write, () -> undone(write)));
  }

  private List<String> writes() {
    try (GoogleWorld fresh = GoogleWorld.withIam()) {
      keyed(fresh).apply();
      return fresh.calls().stream()
          .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
          .map(RecordedCall::name)
          .distinct()
          .toList();
    }
  }

  private ApplicablePlan keyed(GoogleWorld fresh) {
    return fresh
        .onboarding()
        .set("gke.access", "key")
        .onFailure(OnFailure.UNDO)
        .secretsDirectory(folder.resolve("s" + fresh.hashCode()))
        .plan(fresh.cluster());
  }

  private void undone(String write) {
    try (GoogleWorld fresh = GoogleWorld.withIam()) {
      Object before = fresh.google().state();
      ApplicablePlan planned = keyed(fresh);
      fresh.faults().always(write, Fault.of(Fault.Kind.DENY));
      planned.attempt();
      Announced.check(planned.plan(), before, fresh.google().state());
    }
  }
}
