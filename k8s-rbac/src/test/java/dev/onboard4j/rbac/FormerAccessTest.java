package dev.onboard4j.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.plan.Action;
import dev.onboard4j.testkit.kube.Api;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access that former settings and blueprints left in the cluster. */
final class FormerAccessTest {
  @TempDir private Path folder;
  private EmbeddedWorld world;
  private Api admin;
  private String name;

  @BeforeEach
  void start() {
    world = new EmbeddedWorld(folder);
    admin = world.api("admin");
    name = world.name() + "-agent";
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private void apply() {
    world.onboarding().plan(world.cluster()).apply();
  }

  @Test
  void aComponentThatTheSettingsNoLongerNameLosesItsAccess() {
    apply();
    String theirs = "{\"metadata\":{\"name\":\"" + name + "-theirs\"},\"rules\":[]}";
    admin.post(Api.clusterRoles(), "", theirs);
    Onboarding narrowed = world.onboarding().set("kubernetes.components", world.name() + "-agent");
    assertThat(narrowed.drift(world.cluster()).changes())
        .filteredOn(change -> change.action() == Action.UPDATE)
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.diff().toString())
                    .contains("role/" + name + "/" + world.name() + "-controller")
                    .contains("role-binding/", "service-account/")
                    .doesNotContain("theirs"));
    narrowed.plan(world.cluster()).apply();
    assertThat(narrowed.plan(world.cluster()).plan().hasChanges()).isFalse();
    assertThat(world.state().toString()).doesNotContain("-controller").contains("-theirs");
  }

  @Test
  void aFormerObjectOfAHelmReleaseIsKeptAndReported() {
    apply();
    String role =
        "/apis/rbac.authorization.k8s.io/v1/namespaces/"
            + name
            + "/roles/"
            + world.name()
            + "-controller";
    admin.patch(
        Api.MERGE,
        role,
        "fieldManager=x",
        "{\"metadata\":{\"labels\":{\"helm.sh/chart\":\"controller-1.0\"}}}");
    Onboarding narrowed = world.onboarding().set("kubernetes.components", world.name() + "-agent");
    narrowed.plan(world.cluster()).apply();
    assertThat(admin.get(role).code()).isEqualTo(200);
    assertThat(narrowed.plan(world.cluster()).plan().changes())
        .filteredOn(change -> change.id().type().equals("former-access"))
        .singleElement()
        .satisfies(change -> assertThat(change.extras().toString()).contains("helm.sh/chart"));
  }
}
