package dev.onboard4j.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.kube.Api;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a removal keeps namespaces in use and objects of a Helm release. */
final class RbacRemovalTest {
  private static final String ROLE = "cluster-role/";

  @TempDir private Path folder;
  private EmbeddedWorld world;
  private Api admin;
  private String name;

  @BeforeEach
  void start() {
    world = new EmbeddedWorld(folder);
    admin = world.api("admin");
    name = world.name() + "-agent";
    world.onboarding().plan(world.cluster()).apply();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private OnboardingPlan removal() {
    return world.onboarding().planRemoval(world.cluster()).plan();
  }

  private static Change change(OnboardingPlan plan, String id) {
    return plan.changes().stream()
        .filter(change -> change.id().toString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void configMap(String called) {
    admin.post(
        "/api/v1/namespaces/" + name + "/configmaps",
        "",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
            + called
            + "\"}}");
  }

  private Gate removalGate() {
    return change(removal(), ROLE + name).gate();
  }

  @Test
  void aTerminatingNamespaceIsStillToBeRemovedAndIsWaitedFor() {
    String path = "/api/v1/namespaces/" + name;
    admin.delete(path);
    assertThat(change(removal(), "namespace/" + name).action()).isEqualTo(Action.DELETE);
    assertThat(world.onboarding().planRemoval(world.cluster()).apply().succeeded()).isTrue();
    assertThat(admin.get(path).code()).isEqualTo(404);
  }

  @Test
  void anObjectOfAnyHelmClientIsNotRemoved() {
    assertThat(removalGate()).isEqualTo(Gate.none());
    admin.patch(
        Api.MERGE,
        Api.clusterRole(name),
        "fieldManager=terraform-provider-helm",
        "{\"metadata\":{\"labels\":{\"helm.sh/chart\":\"agent-1.0\"}}}");
    assertThat(removalGate())
        .isInstanceOfSatisfying(
            Gate.Blocked.class,
            blocked -> assertThat(blocked.toString()).contains("helm.sh/chart"));
  }

  @Test
  void aStoredReleaseKeepsItsObjects() {
    configMap("sh.helm.release.v1.other.v1");
    assertThat(removalGate()).isEqualTo(Gate.none());
    configMap("sh.helm.release.v1." + name + ".v3");
    assertThat(removalGate())
        .isInstanceOfSatisfying(
            Gate.Blocked.class,
            blocked -> assertThat(blocked.toString()).contains("sh.helm.release.v1"));
    world.onboarding().planRemoval(world.cluster());
    assertThat(admin.get(Api.clusterRole(name)).code()).isEqualTo(200);
  }

  @Test
  void noNameFromTheClusterBreaksAPlan() {
    List<String> names = List.of("bell\\u0007", "next\\u0085line", " ", "a b:c", "x\\ny");
    for (String odd : names) {
      admin.post(
          "/apis/rbac.authorization.k8s.io/v1/namespaces/" + name + "/roles",
          "",
          "{\"metadata\":{\"name\":\"" + odd + "\"},\"rules\":[]}");
      admin.patch(
          Api.MERGE,
          Api.clusterBindings() + "/" + name,
          "",
          "{\"subjects\":[{\"kind\":\"User\",\"name\":\"" + odd + "\"}]}");
      admin.patch(
          Api.MERGE,
          Api.clusterRole(name),
          "",
          "{\"rules\":[{\"apiGroups\":[\""
              + odd
              + "\"],\"resources\":[\""
              + odd
              + "\"],\"resourceNames\":[\""
              + odd
              + "\"],\"verbs\":[\""
              + odd
              + "\"]}]}");
      assertThat(world.onboarding().plan(world.cluster()).plan().changes()).as(odd).isNotEmpty();
      OnboardingPlan removal = removal();
      assertThat(change(removal, "namespace/" + name).reason()).as(odd).contains("role");
    }
  }

  @Test
  void aNamespaceInUseIsKept() {
    admin.post(
        "/api/v1/namespaces/" + name + "/configmaps",
        "",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"theirs\"}}");
    OnboardingPlan removal = removal();
    assertThat(change(removal, "namespace/" + name).reason()).contains("config-map");
    world.onboarding().planRemoval(world.cluster()).apply();
    assertThat(admin.get("/api/v1/namespaces/" + name).code()).isEqualTo(200);
    assertThat(admin.get(Api.clusterRole(name)).code()).isEqualTo(404);
  }

  @Test
  void anObjectThatAChartAdoptedIsNotRemoved() {
    admin.patch(
        Api.MERGE,
        Api.clusterRole(name),
        "fieldManager=helm",
        "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    assertThat(change(removal(), ROLE + name).gate()).isInstanceOf(Gate.Blocked.class);
  }
}
