package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.cloud.resourcemanager.v3.ProjectsClient;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.DisableServiceAccountRequest;
import com.google.iam.admin.v1.GetRoleRequest;
import com.google.iam.admin.v1.PatchServiceAccountRequest;
import com.google.iam.admin.v1.Role;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.ServiceAccountKey;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.FieldMask;
import com.google.type.Expr;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.spi.support.MarkedDescription;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A change of any managed field after planning stops the apply. */
final class ExactnessTest {
  private static final String EMAIL = "castai-gke-f6c433ac@my-project.iam.gserviceaccount.com";
  private static final String ACCOUNT = "projects/my-project/serviceAccounts/" + EMAIL;
  private static final String ROLE = "projects/my-project/roles/castai.gkeAccess";

  /** Another tool that changes the objects of Google. */
  private record OtherTool(EmbeddedGoogle google, IAMClient iam, ProjectsClient projects)
      implements AutoCloseable {
    void role(String path, UnaryOperator<Role> change) {
      Role now =
          iam.getStub().getRoleCallable().call(GetRoleRequest.newBuilder().setName(ROLE).build());
      iam.getStub()
          .updateRoleCallable()
          .call(
              UpdateRoleRequest.newBuilder()
                  .setName(ROLE)
                  .setRole(change.apply(now))
                  .setUpdateMask(FieldMask.newBuilder().addPaths(path))
                  .build());
    }

    void account(String path, UnaryOperator<ServiceAccount> change) {
      iam.patchServiceAccount(
          PatchServiceAccountRequest.newBuilder()
              .setServiceAccount(change.apply(iam.getServiceAccount(ACCOUNT)))
              .setUpdateMask(FieldMask.newBuilder().addPaths(path))
              .build());
    }

    /** The policy without its first binding of a member. */
    Policy without(Policy policy, String member) {
      Policy.Builder reduced = policy.toBuilder().setVersion(3);
      for (int i = 0; i < reduced.getBindingsCount(); i++) {
        if (reduced.getBindings(i).getMembersList().contains(member)) {
          return reduced.removeBindings(i).build();
        }
      }
      throw new AssertionError("no binding of " + member);
    }

    void accountPolicy(UnaryOperator<Policy.Builder> change) {
      Policy now =
          iam.getStub().getIamPolicyCallable().call(ServiceAccounts.policyRequest(ACCOUNT));
      iam.getStub()
          .setIamPolicyCallable()
          .call(
              SetIamPolicyRequest.newBuilder()
                  .setResource(ACCOUNT)
                  .setPolicy(change.apply(now.toBuilder().setVersion(3)))
                  .build());
    }

    /** Mints a key and records it, as a run with other settings does. */
    void deliverAKey() {
      ServiceAccountKey key =
          iam.getStub()
              .createServiceAccountKeyCallable()
              .call(CreateServiceAccountKeyRequest.newBuilder().setName(ACCOUNT).build());
      account(
          "description",
          a ->
              a.toBuilder()
                  .setDescription(
                      MarkedDescription.of(a.getDescription())
                          .with(new TreeMap<>(Map.of("onboard4j:key", AccountKeys.id(key))))
                          .full())
                  .build());
    }

    @Override
    public void close() {
      iam.shutdownNow();
      projects.shutdownNow();
    }
  }

  /** One change per managed field. */
  private static Map<String, Consumer<OtherTool>> changes() {
    Map<String, Consumer<OtherTool>> all = new LinkedHashMap<>();
    String role = "custom-role/castai.gkeAccess.";
    all.put(role + "title", s -> s.role("title", r -> r.toBuilder().setTitle("x").build()));
    all.put(
        role + "description",
        s ->
            s.role(
                "description",
                r -> r.toBuilder().setDescription("x " + r.getDescription()).build()));
    all.put(
        role + "permissions",
        s ->
            s.role(
                "included_permissions",
                r -> r.toBuilder().addIncludedPermissions("compute.disks.delete").build()));
    all.put(
        role + "launched",
        s -> s.role("stage", r -> r.toBuilder().setStage(Role.RoleLaunchStage.DISABLED).build()));
    for (String mark : new String[] {"onboard4j:blueprint", "onboard4j:cluster"}) {
      all.put(
          role + "mark." + mark,
          s ->
              s.role(
                  "description",
                  r -> r.toBuilder().setDescription(marked(r.getDescription(), mark)).build()));
      all.put(
          "service-account/" + EMAIL + ".mark." + mark,
          s ->
              s.account(
                  "description",
                  a -> a.toBuilder().setDescription(marked(a.getDescription(), mark)).build()));
    }
    all.put(
        "service-account/" + EMAIL + ".display-name",
        s -> s.account("display_name", a -> a.toBuilder().setDisplayName("x").build()));
    all.put(
        "service-account/" + EMAIL + ".disabled",
        s ->
            s.iam
                .getStub()
                .disableServiceAccountCallable()
                .call(DisableServiceAccountRequest.newBuilder().setName(ACCOUNT).build()));
    all.put(
        "enabled-services/my-project.enabled",
        s -> s.google.disable(GoogleWorld.PROJECT, "compute.googleapis.com"));
    policies(all);
    former(all);
    return all;
  }

  private static void policies(Map<String, Consumer<OtherTool>> all) {
    all.put(
        "project-iam-policy/my-project.bindings",
        s ->
            s.projects.setIamPolicy(
                "projects/my-project",
                s.without(
                    s.projects.getIamPolicy(ServiceAccounts.policyRequest("projects/my-project")),
                    "serviceAccount:" + EMAIL)));
    all.put(
        "service-account-iam-policy/" + EMAIL + ".bindings",
        s ->
            s.accountPolicy(
                policy ->
                    s
                        .without(policy.build(), "serviceAccount:" + GoogleWorld.PLATFORM)
                        .toBuilder()));
  }

  /** What other settings of this cluster would have made. */
  private static void former(Map<String, Consumer<OtherTool>> all) {
    all.put(
        "project-iam-policy/my-project.former-bindings",
        s ->
            s.google.bind(
                GoogleWorld.PROJECT,
                GoogleWorld.binding("roles/container.developer", "serviceAccount:" + EMAIL)));
    all.put(
        "service-account-iam-policy/" + EMAIL + ".former-bindings",
        s ->
            s.accountPolicy(
                policy ->
                    policy.addBindings(
                        GoogleWorld.binding(
                                "roles/iam.serviceAccountTokenCreator",
                                "serviceAccount:former@other.iam.gserviceaccount.com")
                            .toBuilder()
                            .setCondition(
                                Expr.newBuilder()
                                    .setTitle("AlwaysTrueCondition")
                                    .setExpression("true")))));
    all.put("service-account-key/" + EMAIL + ".obsolete-keys", OtherTool::deliverAKey);
  }

  private static String marked(String description, String mark) {
    return description.replaceFirst(mark + "=[^ )]*", mark + "=changed");
  }

  @Test
  void theChangesCoverEveryManagedField() {
    TreeSet<String> fields = new TreeSet<>();
    try (GoogleWorld world = GoogleWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      world
          .onboarding()
          .plan(world.cluster())
          .plan()
          .changes()
          .forEach(
              change ->
                  change.before().fields().keySet().stream()
                      // Google refuses a deleted member beside the existing one.
                      .filter(field -> !field.equals("deleted-members"))
                      .forEach(field -> fields.add(change.id() + "." + field)));
    }
    assertThat(changes().keySet()).containsExactlyInAnyOrderElementsOf(fields);
  }

  @TestFactory
  Stream<DynamicTest> aFieldChangedAfterThePlanStopsTheApply() {
    Attack.tried("managed fields of GKE, changed one by one", changes().size());
    return changes().entrySet().stream()
        .map(
            change ->
                DynamicTest.dynamicTest(
                    change.getKey(), () -> stopped(change.getKey(), change.getValue())));
  }

  private static void stopped(String field, Consumer<OtherTool> change) throws Exception {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      var planned = world.onboarding().plan(world.cluster());
      try (OtherTool tool =
          new OtherTool(
              world.google(),
              GoogleClients.iam(world.google()),
              GoogleClients.projects(world.google()))) {
        change.accept(tool);
      }
      Object before = world.state();
      // The mark tells the owner: a changed mark is reported as another owner.
      String reported =
          field.endsWith(".mark.onboard4j:cluster")
              ? field.substring(0, field.indexOf(".mark.")) + ".owner"
              : field;
      assertThatThrownBy(planned::apply)
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e ->
                  assertThat(e.problems())
                      .anySatisfy(problem -> assertThat(problem.path()).isEqualTo(reported)));
      assertThat(world.state()).isEqualTo(before);
    }
  }
}
