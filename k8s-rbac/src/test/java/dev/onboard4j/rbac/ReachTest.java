package dev.onboard4j.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Secret;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Incomplete;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the connection to the API server and the refusal of other API servers. */
final class ReachTest {
  @TempDir private Path folder;
  private EmbeddedWorld world;

  @BeforeEach
  void start() {
    world = new EmbeddedWorld(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private Onboarding bare() {
    return Onboarding.forProvider("plain").blueprint(TestBlueprint.first(folder, world.name()));
  }

  private OnboardingPlan plan(Onboarding onboarding) {
    return onboarding.plan(world.cluster()).plan();
  }

  private static KubernetesAccess access(URI server, String token) {
    return new KubernetesAccess(server, "", () -> Secret.of(token));
  }

  private KubernetesAccess cloud(URI server) {
    return access(server, world.server().token("admin"));
  }

  @Test
  void theAccessOfTheCloudIsUsed() {
    Onboarding onboarding = bare().with(KubernetesAccess.class, cloud(world.server().endpoint()));
    onboarding.plan(world.cluster()).apply();
    assertThat(plan(onboarding).changes()).allMatch(change -> change.action() == Action.KEEP);
  }

  @Test
  void theEmbeddersClientIsUsed() {
    ApiClient client = new ApiClient().setBasePath(world.server().endpoint().toString());
    assertThat(plan(bare().with(ApiClient.class, client)).rbacRules())
        .filteredOn(change -> !change.id().type().equals("former-access"))
        .allMatch(change -> change.action() == Action.CREATE);
  }

  @Test
  void anotherApiServerThanTheCloudsIsRefused() {
    try (EmbeddedKubernetes other = EmbeddedKubernetes.start()) {
      Onboarding wrong =
          bare()
              .with(KubernetesAccess.class, cloud(other.endpoint()))
              .set("kubernetes.kubeconfig", world.kubeconfig("admin").toString());
      assertThatThrownBy(() -> plan(wrong))
          .isInstanceOf(OnboardingException.class)
          .hasMessageContaining("leads to another API server")
          .hasMessageContaining(other.endpoint().toString())
          .hasMessageContaining("kubernetes.identity=ignore");
      assertThat(plan(wrong.set("kubernetes.identity", "ignore")).rbacRules()).isNotEmpty();
    }
  }

  @Test
  void anUnreachableServerIsReported() {
    Onboarding closed =
        bare().with(KubernetesAccess.class, cloud(URI.create("https://127.0.0.1:9")));
    assertThat(plan(closed).changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.action()).isEqualTo(Action.MANUAL);
              assertThat(plan(closed).incomplete().get(0).why())
                  .isEqualTo(Incomplete.Why.UNCHECKED);
              assertThat(change.reason())
                  .contains("out of reach")
                  .contains("kubernetes.kubeconfig");
            });
    assertThatThrownBy(() -> plan(closed.set("kubernetes.rbac", "required")))
        .hasMessageContaining("cannot be set up");
    assertThat(plan(closed.set("kubernetes.rbac", "off")).changes()).isEmpty();
  }

  @Test
  void anUnknownAddressIsAskedFor() {
    assertThat(plan(bare()).changes())
        .singleElement()
        .satisfies(change -> assertThat(change.reason()).contains("set kubernetes.kubeconfig"));
  }

  @Test
  void anUnknownCallerIsReported() {
    Onboarding stranger =
        bare().with(KubernetesAccess.class, access(world.server().endpoint(), "nobody"));
    assertThat(plan(stranger).changes().get(0).reason()).contains("401");
  }

  @Test
  void aMissingContextNamesTheExistingOnes() throws IOException {
    Path file = world.kubeconfig("admin");
    Onboarding wrong =
        bare().set(Map.of("kubernetes.kubeconfig", file.toString(), "kubernetes.context", "prod"));
    assertThatThrownBy(() -> plan(wrong))
        .hasMessageContaining("no usable context 'prod'")
        .hasMessageContaining("[embedded]");
    Path garbage = Files.writeString(folder.resolve("garbage"), "token: sEcReT: [");
    assertThatThrownBy(() -> plan(bare().set("kubernetes.kubeconfig", garbage.toString())))
        .hasMessageContaining("is no kubeconfig")
        .hasMessageNotContaining("sEcReT");
    assertThatThrownBy(() -> plan(bare().set("kubernetes.kubeconfig", "/no/such/file")))
        .hasMessageContaining("no readable file");
  }

  @Test
  void missingPermissionsAreReported() {
    OnboardingPlan plan = plan(world.as("user-1"));
    // This caller may not even read.
    assertThat(plan.preflight())
        .filteredOn(check -> check.answer() == PermissionCheck.Answer.DENIED)
        .anyMatch(
            check -> check.permission().permission().startsWith("kubernetes:get clusterroles"));
    assertThat(plan.permissionDocuments()).containsKey(CallerRoles.CLUSTER_ROLE);
  }

  @Test
  void preflightNamesTheRulesThatEscalate() {
    Api admin = world.api("admin");
    admin.post(
        Api.clusterRoles(),
        "",
        """
        {"metadata":{"name":"writer"},"rules":[{"apiGroups":["*"],"resources":
         ["namespaces","serviceaccounts","roles","rolebindings","clusterroles","clusterrolebindings"],
         "verbs":["get","create","update"]}]}
        """);
    admin.post(
        Api.clusterBindings(),
        "",
        """
        {"metadata":{"name":"writer"},"roleRef":{"kind":"ClusterRole","name":"writer"},
         "subjects":[{"kind":"User","name":"user-2"}]}
        """);
    assertThat(plan(world.as("user-2")).preflight())
        .filteredOn(check -> check.permission().permission().contains(":escalate clusterroles"))
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.answer()).isEqualTo(PermissionCheck.Answer.DENIED);
              assertThat(check.how())
                  .contains("has rules that the caller does not hold")
                  .contains("get,list nodes, pods");
            });
  }

  /** A user with write access to all objects of the test and these additional rules. */
  private void writer(String user, String verbs, String rules) {
    Api admin = world.api("admin");
    admin.post(
        Api.clusterRoles(),
        "",
        """
        {"metadata":{"name":"%1$s"},"rules":[{"apiGroups":["*"],"resources":
         ["namespaces","serviceaccounts","roles","rolebindings","clusterroles","clusterrolebindings"],
         "verbs":["get","create","update"%2$s]}%3$s]}
        """
            .formatted(user, verbs, rules));
    admin.post(
        Api.clusterBindings(),
        "",
        """
        {"metadata":{"name":"%1$s"},"roleRef":{"kind":"ClusterRole","name":"%1$s"},
         "subjects":[{"kind":"User","name":"%1$s"}]}
        """
            .formatted(user));
  }

  private static final String BLUEPRINT_RULES =
      """
      ,{"apiGroups":[""],"resources":["pods","nodes"],"verbs":["get","list"]},
      {"nonResourceURLs":["/version"],"verbs":["get"]},
      {"apiGroups":["*"],"resources":["*"],"verbs":["*"]}
      """;

  @Test
  void aCallerWithTheRulesRequiresNoEscalation() {
    writer("user-3", "", BLUEPRINT_RULES);
    OnboardingPlan plan = plan(world.as("user-3"));
    assertThat(plan.preflight())
        .allMatch(check -> check.answer() == PermissionCheck.Answer.ALLOWED);
    assertThat(world.as("user-3").plan(world.cluster()).apply().succeeded()).isTrue();
  }

  @Test
  void aKeptRuleCountsInTheEscalationCheck() {
    world.onboarding().plan(world.cluster()).apply();
    String agent = world.name() + "-agent";
    world
        .api("admin")
        .patch(
            Api.MERGE,
            Api.clusterRole(agent),
            "",
            "{\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"secrets\"],\"verbs\":[\"watch\"]}]}");
    writer(
        "user-4",
        "",
        ",{\"apiGroups\":[\"\"],\"resources\":[\"pods\",\"nodes\"],\"verbs\":[\"get\",\"list\"]},"
            + "{\"nonResourceURLs\":[\"/version\"],\"verbs\":[\"get\"]}");
    assertThat(plan(world.as("user-4")).preflight())
        .filteredOn(check -> check.answer() == PermissionCheck.Answer.DENIED)
        .anySatisfy(
            check -> {
              assertThat(check.permission().permission()).contains(":escalate clusterroles");
              assertThat(check.permission().resource()).isEqualTo(agent);
              assertThat(check.how()).contains("watch secrets");
            });
  }

  @Test
  void theDocumentsDoNotDependOnTheCaller() {
    writer("user-5", "", BLUEPRINT_RULES);
    Map<String, Object> admins = plan(world.onboarding()).permissionDocuments();
    assertThat(admins.toString()).contains("escalate").contains("bind");
    assertThat(plan(world.as("user-5")).permissionDocuments()).isEqualTo(admins);
    assertThat(plan(world.as("user-6")).permissionDocuments()).isEqualTo(admins);
  }

  @Test
  void aRemovalRequiresNothingBeyondItsNamespace() {
    world.onboarding().plan(world.cluster()).apply();
    Map<String, Object> documents =
        world.onboarding().planRemoval(world.cluster()).plan().permissionDocuments();
    String agent = world.name() + "-agent";
    assertThat(documents).containsOnlyKeys(CallerRoles.CLUSTER_ROLE, CallerRoles.ROLE + agent);
    assertThat(documents.get(CallerRoles.CLUSTER_ROLE).toString()).doesNotContain("secrets");
    assertThat(documents.get(CallerRoles.ROLE + agent).toString())
        .contains("secrets")
        .contains("namespace=" + agent);
  }
}
