package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each pair of values of each setting: apply with one, apply with the other, remove with any.
 *
 * <p>After the second apply the access is that of the second value alone; after the removal nothing
 * of this cluster is left, and nothing of others has changed.
 */
final class SettingsChangeTest {
  private static final String EMAIL = "castai-gke-f6c433ac@my-project.iam.gserviceaccount.com";

  @TempDir private Path folder;

  private Map<String, UnaryOperator<Onboarding>> values() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>();
    values.put("default", o -> o);
    values.put("access=key", o -> o.set("gke.access", "key"));
    values.put("access=workload-identity", o -> o.set("gke.access", "workload-identity"));
    values.put("node account 111", o -> o.set("gke.node-account-ids", "111"));
    values.put("node account 222", o -> o.set("gke.node-account-ids", "222"));
    values.put("40 node accounts", o -> o.set("gke.node-account-ids", ids(40)));
    values.put("role=cluster", o -> o.set("gke.role", "cluster"));
    values.put("role-id", o -> o.set("gke.role-id", "another.role"));
    values.put("features", o -> o.set("gke.features", "load-balancers-target-backend-pools"));
    values.put(
        "principal",
        o -> o.set("platform.principal", "cast-gke-9f@prod-cast-identity.iam.gserviceaccount.com"));
    values.put("blueprint=2023", o -> o.blueprint("castai/2023"));
    return values;
  }

  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.valueOf(1000 + i))
        .collect(Collectors.joining(","));
  }

  private Onboarding with(GoogleWorld world, String value) {
    return values()
        .get(value)
        .apply(
            world
                .onboarding()
                .secretsDirectory(folder.resolve("s" + world.hashCode()))
                .allow("shared"));
  }

  @TestFactory
  Stream<DynamicTest> aChangedSettingLeavesNoFormerAccess() {
    int count = values().size();
    Attack.tried("pairs of values of the settings of GKE", count * count);
    return values().keySet().stream()
        .flatMap(
            one ->
                values().keySet().stream()
                    .map(
                        other ->
                            DynamicTest.dynamicTest(
                                one + ", then " + other, () -> changed(one, other))));
  }

  private void changed(String one, String other) {
    for (String last : new String[] {one, other, "default"}) {
      try (GoogleWorld world = GoogleWorld.start()) {
        Object before = world.state();
        announced(world, with(world, one).plan(world.cluster()));
        announced(world, with(world, other).plan(world.cluster()));
        assertThat(with(world, other).plan(world.cluster()).plan().hasChanges())
            .as("the second value needs one apply")
            .isFalse();
        assertThat(access(world)).as("the access").isEqualTo(fresh(other));
        announced(world, with(world, last).planRemoval(world.cluster()));
        assertThat(world.state()).as("the world after the removal with " + last).isEqualTo(before);
      }
    }
  }

  private static void announced(GoogleWorld world, ApplicablePlan planned) {
    Object before = world.google().state();
    planned.apply();
    Announced.check(planned.plan(), before, world.google().state());
  }

  /** The access in a world that never had another value. */
  private Map<String, Object> fresh(String value) {
    try (GoogleWorld world = GoogleWorld.start()) {
      with(world, value).plan(world.cluster()).apply();
      return access(world);
    }
  }

  /** Who has which access: all bindings and the number of keys. */
  private static Map<String, Object> access(GoogleWorld world) {
    Map<?, ?> project = (Map<?, ?>) world.google().state().get(GoogleWorld.PROJECT);
    Map<String, Object> access = new TreeMap<>();
    access.put("project", project.get("policy"));
    Map<?, ?> account = (Map<?, ?>) ((Map<?, ?>) project.get("serviceAccounts")).get(EMAIL);
    access.put("account", account == null ? "[]" : account.get("policy").toString());
    access.put("keys", world.keys().size());
    return access;
  }

  @Test
  void aFormerPoolMemberThatAnotherClusterUsesIsKeptAndReported() {
    try (GoogleWorld world = GoogleWorld.start()) {
      with(world, "access=workload-identity").plan(world.cluster()).apply();
      world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1", "other"));
      var planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().changes())
          .filteredOn(change -> change.id().type().equals("project-iam-policy"))
          .singleElement()
          .satisfies(
              change -> assertThat(change.extras().toString()).contains("other clusters use"));
      planned.apply();
      assertThat(world.google().state().toString()).contains("castai-cloud-proxy]");
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(world.google().state().toString()).contains("castai-cloud-proxy]");
    }
  }

  @Test
  void aZoneThatDoesNotAnswerMayHaveAClusterThatUsesThePool() {
    try (GoogleWorld world = GoogleWorld.start()) {
      with(world, "access=workload-identity").plan(world.cluster()).apply();
      world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1-b", "other"));
      world.google().silence(GoogleWorld.PROJECT, "us-east1-b");
      with(world, "access=workload-identity").planRemoval(world.cluster()).apply();
      assertThat(world.google().state().toString()).contains("castai-cloud-proxy]");
    }
  }

  @Test
  void aFeatureOfOneClusterSurvivesTheApplyOfAnother() {
    try (GoogleWorld world = GoogleWorld.start()) {
      with(world, "features").plan(world.cluster()).apply();
      world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1", "other"));
      GkeCluster other = GkeCluster.of(GoogleWorld.PROJECT, "us-east1", "other");
      world.onboarding().plan(other).apply();
      assertThat(world.google().state().toString()).contains("compute.targetPools.addInstance");
      assertThat(world.onboarding().plan(other).plan().hasChanges()).isFalse();
      assertThat(with(world, "features").plan(world.cluster()).plan().hasChanges()).isFalse();
      with(world, "features").planRemoval(world.cluster()).apply();
      world.onboarding().allow("shared").plan(other).apply();
      assertThat(world.google().state().toString()).doesNotContain("compute.targetPools");
    }
  }

  @Test
  void aRoleThatAnotherToolGaveTheAccountIsKept() {
    try (GoogleWorld world = GoogleWorld.start()) {
      with(world, "default").plan(world.cluster()).apply();
      world
          .google()
          .bind(
              GoogleWorld.PROJECT, GoogleWorld.binding("roles/editor", "serviceAccount:" + EMAIL));
      with(world, "access=workload-identity").plan(world.cluster()).apply();
      assertThat(world.google().state().toString())
          .contains("roles/editor serviceAccount:" + EMAIL);
    }
  }
}
