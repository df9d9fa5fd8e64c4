package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.admin.v1.GetRoleRequest;
import com.google.iam.admin.v1.Role;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.protobuf.FieldMask;
import dev.onboard4j.gke.GkeBlueprint.Condition;
import dev.onboard4j.model.Grant;
import dev.onboard4j.plan.OnboardingPlan;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The access that follows from the observed and the planned states. */
final class GkeAccessTest {
  private static final String EMAIL = "castai-gke-f6c433ac@my-project.iam.gserviceaccount.com";
  private static final String MEMBER = "serviceAccount:" + EMAIL;
  private static final String ROLE = "projects/my-project/roles/castai.gkeAccess";

  private GoogleWorld world;
  private IAMClient iam;

  @BeforeEach
  void onboard() throws IOException {
    world = GoogleWorld.start();
    iam = GoogleClients.iam(world.google());
    world.onboarding().plan(world.cluster()).apply();
  }

  @AfterEach
  void stop() {
    iam.shutdownNow();
    world.close();
  }

  private OnboardingPlan plan() {
    return world.onboarding().plan(world.cluster()).plan();
  }

  private Role role() {
    return iam.getStub().getRoleCallable().call(GetRoleRequest.newBuilder().setName(ROLE).build());
  }

  private void change(String path, UnaryOperator<Role.Builder> change) {
    iam.getStub()
        .updateRoleCallable()
        .call(
            UpdateRoleRequest.newBuilder()
                .setName(ROLE)
                .setRole(change.apply(role().toBuilder()))
                .setUpdateMask(FieldMask.newBuilder().addPaths(path))
                .build());
  }

  private static List<Grant> of(List<Grant> access, String permission) {
    return access.stream()
        .filter(grant -> grant.permission().permission().equals(permission))
        .toList();
  }

  @Test
  void theAccessOfAnOnboardedClusterEqualsThePlannedAccess() {
    assertThat(plan().accessBefore()).isNotEmpty().isEqualTo(plan().access());
    assertThat(plan().access())
        .contains(
            new Grant(
                MEMBER, of(plan().access(), ROLE).get(0).permission(), "projects/my-project", ""))
        .filteredOn(grant -> grant.scope().equals(EMAIL))
        .isNotEmpty()
        .allSatisfy(
            grant ->
                assertThat(grant.principal()).isEqualTo("serviceAccount:" + GoogleWorld.PLATFORM));
  }

  @Test
  void aRoleAddedByAnotherToolIsAccessWithoutAReason() {
    world.google().bind(GoogleWorld.PROJECT, GoogleWorld.binding("roles/editor", MEMBER));
    for (List<Grant> access : List.of(plan().accessBefore(), plan().access())) {
      assertThat(of(access, "roles/editor"))
          .singleElement()
          .satisfies(
              grant -> {
                assertThat(grant.principal()).isEqualTo(MEMBER);
                assertThat(grant.permission().reason()).isEmpty();
              });
    }
  }

  @Test
  void theBlueprintsReasonAppliesOnlyUnderItsOwnCondition() {
    OnboardingPlan narrowed =
        world.onboarding().set("gke.node-account-ids", "111").plan(world.cluster()).plan();
    assertThat(ofAccount(narrowed.accessBefore()))
        .singleElement()
        .satisfies(
            wide -> {
              assertThat(wide.condition()).isEmpty();
              assertThat(wide.permission().reason()).isEmpty();
            });
    assertThat(ofAccount(narrowed.access()))
        .singleElement()
        .satisfies(
            narrow -> {
              assertThat(narrow.condition()).contains("serviceAccounts/111");
              assertThat(narrow.permission().reason()).isNotEmpty();
            });
  }

  private static List<Grant> ofAccount(List<Grant> access) {
    return of(access, "roles/iam.serviceAccountUser").stream()
        .filter(grant -> grant.principal().equals(MEMBER))
        .toList();
  }

  @Test
  void aPermissionAddedByAnotherToolIsAccessOnlyBeforeThePlan() {
    change("included_permissions", role -> role.addIncludedPermissions("compute.disks.delete"));
    assertThat(of(plan().accessBefore(), "compute.disks.delete")).hasSize(1);
    assertThat(of(plan().access(), "compute.disks.delete")).isEmpty();
  }

  @Test
  void aDisabledRoleGrantsNothing() {
    change("stage", role -> role.setStage(Role.RoleLaunchStage.DISABLED));
    String permission = role().getIncludedPermissions(0);
    assertThat(of(plan().accessBefore(), permission)).isEmpty();
    assertThat(of(plan().access(), permission)).hasSize(1);
  }

  @Test
  void anUpdateKeepsTheStageSetByAnotherTool() {
    change("stage", role -> role.setStage(Role.RoleLaunchStage.BETA));
    change("title", role -> role.setTitle("another title"));
    world.onboarding().allow("shared").plan(world.cluster()).apply();
    assertThat(role().getTitle()).isNotEqualTo("another title");
    assertThat(role().getStage()).isEqualTo(Role.RoleLaunchStage.BETA);
  }

  @Test
  void aParsedBindingEqualsTheWrittenOne() {
    MemberBinding unconditional = new MemberBinding("roles/viewer", "group:a@b.c", null);
    MemberBinding conditional =
        new MemberBinding("roles/viewer", "user:a@b.c", new Condition("t", "", "a == \"x: y\""));
    assertThat(MemberBinding.parse(unconditional.text())).isEqualTo(unconditional);
    assertThat(MemberBinding.parse(conditional.text())).isEqualTo(conditional);
  }
}
