package dev.onboard4j.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.castai.CastAiBlueprints;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.RuleJson;
import dev.onboard4j.kubernetes.Rules;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.ControlPlane;
import dev.onboard4j.testkit.kube.ControlPlaneExtension;
import dev.onboard4j.testkit.kube.RuleText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access of the components on a real API server, read with kubectl. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
final class RealAccessTest {
  private static final String EVERYBODY =
      "create authorization.k8s.io: selfsubjectaccessreviews, selfsubjectrulesreviews;"
          + " create authentication.k8s.io: selfsubjectreviews;"
          + " get url /api, /api/*, /apis, /apis/*, /healthz, /livez, /openapi, /openapi/*, /readyz,"
          + " /version, /version/, /.well-known/openid-configuration,"
          + " /.well-known/openid-configuration/, /openid/v1/jwks, /openid/v1/jwks/";

  private static Onboarding onboarding(ControlPlane plane, String user, String blueprint) {
    return Onboarding.forProvider("plain")
        .blueprint(blueprint)
        .set("kubernetes.kubeconfig", plane.kubeconfig(user).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"castai/2023", "castai/current"})
  void kubectlSeesExactlyWhatTheReportSays(String blueprint, ControlPlane plane)
      throws IOException, InterruptedException {
    Onboarding onboarding =
        onboarding(plane, "admin", blueprint)
            .set("kubernetes.components", blueprint.endsWith("2023") ? all23() : allCurrent());
    var cluster = onboarding.cluster(URI.create("plain://here/there/kubectl"));
    onboarding.plan(cluster).apply();
    PermissionReport report = PermissionReport.of(section(blueprint));
    for (String account :
        new TreeSet<>(report.entries().stream().map(e -> e.serviceAccount()).toList())) {
      for (String namespace : List.of("castai-agent", "kube-system", "default")) {
        List<PolicyRule> expected = new ArrayList<>(report.rules(account, "cluster"));
        expected.addAll(report.rules(account, namespace));
        expected.addAll(RuleJson.rules(RuleText.rules(EVERYBODY)));
        List<PolicyRule> seen = kubectl(plane, account, namespace);
        assertThat(Rules.normal(seen))
            .as("%s in %s", account, namespace)
            .isEqualTo(Rules.normal(expected));
      }
    }
    onboarding.planRemoval(cluster).apply();
    assertThat(Api.of(plane, "admin").get("/api/v1/namespaces/castai-agent").code()).isEqualTo(404);
  }

  private static String all23() {
    return "castai-agent,castai-cluster-controller,castai-evictor,castai-spot-handler";
  }

  private static String allCurrent() {
    return all23() + ",castai-kvisor";
  }

  @SuppressWarnings("unchecked") // a JSON object has string keys
  private static Map<String, Object> section(String blueprint) throws IOException {
    try (var stream = new CastAiBlueprints().open(blueprint)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return (Map<String, Object>)
          ((Map<String, Object>) KubeJson.parse(text).get("contributors")).get("kubernetes");
    }
  }

  /** What {@code kubectl auth can-i --list} prints for a service account. */
  private static List<PolicyRule> kubectl(ControlPlane plane, String account, String namespace)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getenv(ControlPlane.ASSETS), "kubectl").toString(),
                "--kubeconfig=" + plane.kubeconfig("admin"),
                "auth",
                "can-i",
                "--list",
                "--no-headers",
                "--namespace=" + namespace,
                "--as=system:serviceaccount:" + account.replace('/', ':'))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<PolicyRule> rules = new ArrayList<>();
    text.lines().filter(line -> !line.isBlank()).forEach(line -> rules.add(row(line)));
    return rules;
  }

  /** Resources, Non-Resource URLs, Resource Names, Verbs; lists in brackets. */
  private static PolicyRule row(String line) {
    int first = line.indexOf('[');
    String resource = line.substring(0, first).strip();
    String[] lists = line.substring(first).split("\\]\\s*\\[|\\]\\s*$|^\\[", -1);
    List<String> parts = new ArrayList<>(List.of(lists));
    parts.remove(0);
    SortedSet<String> urls = words(parts.get(0));
    SortedSet<String> names = words(parts.get(1));
    SortedSet<String> verbs = words(parts.get(2));
    if (resource.isEmpty()) {
      return PolicyRule.ofPaths(urls, verbs);
    }
    int dot = resource.indexOf('.');
    int slash = resource.indexOf('/');
    // kubectl writes resource.group/subresource.
    String group =
        dot < 0 ? "" : resource.substring(dot + 1, slash < 0 ? resource.length() : slash);
    String plain = dot < 0 ? resource : resource.substring(0, dot);
    String sub = dot < 0 || slash < 0 ? "" : resource.substring(slash);
    return PolicyRule.of(java.util.Set.of(group), java.util.Set.of(plain + sub), names, verbs);
  }

  private static SortedSet<String> words(String list) {
    TreeSet<String> words = new TreeSet<>(List.of(list.strip().split("\\s+", -1)));
    words.remove("");
    return words;
  }

  @Test
  void theClusterRoleOfThePlanIsEnough(ControlPlane plane, @TempDir Path folder) {
    RealWorld world = new RealWorld(folder, plane);
    String user = "guest-30";
    OnboardingPlan plan = world.as(user).plan(world.cluster()).plan();
    assertThat(plan.preflight()).anyMatch(check -> check.answer() == PermissionCheck.Answer.DENIED);
    Map<?, ?> role = (Map<?, ?>) plan.permissionDocuments().get(CallerRoles.CLUSTER_ROLE);
    Api admin = world.api("admin");
    assertThat(admin.post(Api.clusterRoles(), "", KubeJson.write(role)).code()).isEqualTo(201);
    admin.post(
        Api.clusterBindings(),
        "",
        """
        {"metadata":{"name":"onboard4j-caller"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
                    "name":"onboard4j-caller"},
         "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"%s"}]}
        """
            .formatted(user));
    Awaitility.await("the grant is seen")
        .until(
            () ->
                world.as(user).plan(world.cluster()).plan().preflight().stream()
                    .allMatch(check -> check.answer() == PermissionCheck.Answer.ALLOWED));
    assertThat(world.as(user).plan(world.cluster()).apply().succeeded()).isTrue();
  }

  @Test
  void fieldsOfOtherManagersStayTheirs(ControlPlane plane, @TempDir Path folder) {
    RealWorld world = new RealWorld(folder, plane);
    world.onboarding().plan(world.cluster()).apply();
    Api admin = world.api("admin");
    String path = Api.clusterRole(world.name() + "-agent");
    admin.patch(
        Api.MERGE,
        path,
        "fieldManager=someone",
        "{\"metadata\":{\"labels\":{\"team\":\"x\"}},\"rules\":[]}");
    world.onboarding().plan(world.cluster()).apply();
    assertThat(admin.get(path).body().path("metadata").path("managedFields"))
        .anySatisfy(
            field -> {
              assertThat(field.path("manager").asText()).isEqualTo("someone");
              assertThat(field.path("fieldsV1").toString())
                  .contains("f:team")
                  .doesNotContain("f:rules");
            })
        .anySatisfy(
            field -> {
              assertThat(field.path("manager").asText()).isEqualTo("onboard4j");
              assertThat(field.path("fieldsV1").toString()).contains("f:rules");
            });
  }

  @Test
  void aRemovalListsTheWorkloadsAndKeepsTheirNamespace(ControlPlane plane, @TempDir Path folder) {
    RealWorld world = new RealWorld(folder, plane);
    world.onboarding().plan(world.cluster()).apply();
    Api admin = world.api("admin");
    String namespace = world.name() + "-agent";
    for (String kind : List.of("Deployment", "DaemonSet", "StatefulSet")) {
      assertThat(
              admin
                  .post(
                      "/apis/apps/v1/namespaces/"
                          + namespace
                          + "/"
                          + kind.toLowerCase(Locale.ROOT)
                          + "s",
                      "",
                      WORKLOAD.formatted(kind))
                  .code())
          .isEqualTo(201);
    }
    OnboardingPlan removal = world.onboarding().planRemoval(world.cluster()).plan();
    assertThat(removal.changes())
        .filteredOn(change -> change.id().toString().equals("namespace/" + namespace))
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.reason())
                    .contains("deployment/" + namespace + "/mine")
                    .contains("daemon-set/" + namespace + "/mine")
                    .contains("stateful-set/" + namespace + "/mine"));
    assertThat(world.onboarding().planRemoval(world.cluster()).apply().succeeded()).isTrue();
    assertThat(admin.get("/api/v1/namespaces/" + namespace).code()).isEqualTo(200);
    assertThat(admin.get(Api.clusterRole(namespace)).code()).isEqualTo(404);
  }

  private static final String WORKLOAD =
      """
      {"apiVersion":"apps/v1","kind":"%s","metadata":{"name":"mine"},"spec":
       {"selector":{"matchLabels":{"a":"b"}},"serviceName":"x","template":
        {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
      """;

  @Test
  void aReleaseInASecretIsAnObstacle(ControlPlane plane, @TempDir Path folder) {
    RealWorld world = new RealWorld(folder, plane);
    world.onboarding().plan(world.cluster()).apply();
    Api admin = world.api("admin");
    String name = world.name() + "-agent";
    String secret =
        """
        {"metadata":{"name":"sh.helm.release.v1.%s.v1",
         "labels":{"owner":"helm","name":"%s","status":"%s"}},"type":"helm.sh/release.v1"}
        """;
    String path = "/api/v1/namespaces/" + name + "/secrets";
    admin.post(path, "", secret.formatted(name, name, "uninstalled"));
    assertThat(obstructed(world, name)).isFalse();
    admin.delete(path + "/sh.helm.release.v1." + name + ".v1");
    admin.post(path, "", secret.formatted(name, name, "deployed"));
    assertThat(obstructed(world, name)).isTrue();
  }

  private static boolean obstructed(RealWorld world, String role) {
    return world.onboarding().planRemoval(world.cluster()).plan().changes().stream()
        .filter(change -> change.id().toString().equals("cluster-role/" + role))
        .anyMatch(change -> change.gate() instanceof Gate.Blocked);
  }
}
