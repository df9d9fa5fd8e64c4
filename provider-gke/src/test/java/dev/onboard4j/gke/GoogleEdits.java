package dev.onboard4j.gke;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.admin.v1.CreateRoleRequest;
import com.google.iam.admin.v1.CreateServiceAccountRequest;
import com.google.iam.admin.v1.GetRoleRequest;
import com.google.iam.admin.v1.PatchServiceAccountRequest;
import com.google.iam.admin.v1.Role;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.FieldMask;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.testkit.contract.WorldEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What other tools do to the objects of the cluster. */
record GoogleEdits(GoogleWorld world) {
  private static final String ACCOUNT_ID = "castai-gke-f6c433ac";
  static final String EMAIL = ACCOUNT_ID + "@my-project.iam.gserviceaccount.com";
  private static final String PARENT = "projects/my-project";
  private static final String ACCOUNT = PARENT + "/serviceAccounts/" + EMAIL;
  private static final String ROLE_ID = "castai.gkeAccess";
  private static final String ROLE = PARENT + "/roles/" + ROLE_ID;
  private static final String OTHER = "user:other@example.com";
  private static final ResourceId THE_ACCOUNT = ResourceId.of("service-account", EMAIL);
  private static final ResourceId THE_ROLE = ResourceId.of("custom-role", ROLE_ID);

  private WorldEdit edit(String name, ResourceId id, Consumer<IAMClient> edit) {
    return new WorldEdit(
        name,
        id,
        () -> {
          try (IAMClient iam = GoogleClients.iam(world.google())) {
            edit.accept(iam);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  List<WorldEdit> lostMarks() {
    List<WorldEdit> all = new ArrayList<>();
    for (String mark : List.of(SessionContext.BLUEPRINT_MARK, SessionContext.CLUSTER_MARK)) {
      all.add(edit(mark, THE_ACCOUNT, iam -> unmarkAccount(iam, mark)));
      all.add(edit(mark, THE_ROLE, iam -> unmarkRole(iam, mark)));
    }
    return all;
  }

  private static String unmarked(String description, String mark) {
    return description.replaceFirst(" ?" + mark + "=[^ )]*", "").replace("( ", "(");
  }

  private static void unmarkAccount(IAMClient iam, String mark) {
    ServiceAccount now = iam.getServiceAccount(ACCOUNT);
    iam.patchServiceAccount(
        PatchServiceAccountRequest.newBuilder()
            .setServiceAccount(now.toBuilder().setDescription(unmarked(now.getDescription(), mark)))
            .setUpdateMask(FieldMask.newBuilder().addPaths("description"))
            .build());
  }

  private static void unmarkRole(IAMClient iam, String mark) {
    Role now =
        iam.getStub().getRoleCallable().call(GetRoleRequest.newBuilder().setName(ROLE).build());
    iam.getStub()
        .updateRoleCallable()
        .call(
            UpdateRoleRequest.newBuilder()
                .setName(ROLE)
                .setRole(now.toBuilder().setDescription(unmarked(now.getDescription(), mark)))
                .setUpdateMask(FieldMask.newBuilder().addPaths("description"))
                .build());
  }

  List<WorldEdit> foreignObjects() {
    List<WorldEdit> all = new ArrayList<>();
    for (String description :
        List.of("theirs", "theirs (onboard4j:cluster=gke://my-project/us-east1/other)")) {
      all.add(
          edit(
              description,
              THE_ACCOUNT,
              iam ->
                  iam.createServiceAccount(
                      CreateServiceAccountRequest.newBuilder()
                          .setName(PARENT)
                          .setAccountId(ACCOUNT_ID)
                          .setServiceAccount(
                              ServiceAccount.newBuilder()
                                  .setDisplayName("theirs")
                                  .setDescription(description))
                          .build())));
    }
    all.add(edit("theirs", THE_ROLE, GoogleEdits::foreignRole));
    return all;
  }

  private static void foreignRole(IAMClient iam) {
    iam.getStub()
        .createRoleCallable()
        .call(
            CreateRoleRequest.newBuilder()
                .setParent(PARENT)
                .setRoleId(ROLE_ID)
                .setRole(
                    Role.newBuilder()
                        .setTitle("theirs")
                        .setDescription("theirs")
                        .addIncludedPermissions("compute.instances.list"))
                .build());
  }

  List<WorldEdit> users() {
    return List.of(
        edit("roles/iam.serviceAccountUser " + OTHER, THE_ACCOUNT, GoogleEdits::useAccount),
        new WorldEdit(OTHER, THE_ROLE, () -> bind(ROLE, OTHER)));
  }

  List<WorldEdit> widenedAccess() {
    return List.of(
        new WorldEdit(
            "roles/owner",
            ResourceId.of("project-iam-policy", "my-project"),
            () -> bind("roles/owner", "serviceAccount:" + EMAIL)),
        edit(
            "roles/iam.serviceAccountUser " + OTHER,
            ResourceId.of("service-account-iam-policy", EMAIL),
            GoogleEdits::useAccount));
  }

  private static void useAccount(IAMClient iam) {
    Policy now = iam.getStub().getIamPolicyCallable().call(ServiceAccounts.policyRequest(ACCOUNT));
    iam.getStub()
        .setIamPolicyCallable()
        .call(
            SetIamPolicyRequest.newBuilder()
                .setResource(ACCOUNT)
                .setPolicy(
                    now.toBuilder()
                        .setVersion(3)
                        .addBindings(GoogleWorld.binding("roles/iam.serviceAccountUser", OTHER)))
                .build());
  }

  private void bind(String role, String member) {
    world.google().bind(GoogleWorld.PROJECT, GoogleWorld.binding(role, member));
  }
}
