package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.DeleteServiceAccountKeyRequest;
import com.google.iam.admin.v1.GetRoleRequest;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.protobuf.FieldMask;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.testkit.contract.Announced;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing changes that the plan did not say: what the law sees in the state of Google. */
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
    GoogleContractWorld contract = new GoogleContractWorld(world, folder);
    Object before = contract.tree();
    planned.apply();
    bug.run();
    assertThatThrownBy(() -> Announced.check(contract, List.of(planned.plan()), before))
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
}
