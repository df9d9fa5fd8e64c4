package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.contract.Attack;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each pair of values of each setting: apply with one, apply with the other, remove with any.
 *
 * <p>After the second apply the access is that of the second value alone; after the removal nothing
 * of this cluster is left, and nothing of others has changed.
 */
final class SettingsChangeTest {
  @TempDir private Path folder;

  private static Map<String, UnaryOperator<Onboarding>> values() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>();
    values.put("default", o -> o);
    values.put("access=managed-identity", o -> o.set("aks.access", "managed-identity"));
    values.put("access=secret", o -> o.set("aks.access", "secret").set("aks.secret-days", "30"));
    values.put("app-name", o -> o.set("aks.app-name", "Platform access"));
    values.put("names=document", o -> o.set("names", "document"));
    values.put("principal", o -> o.set("platform.principal", "109999999999999999999"));
    values.put("blueprint=2023", o -> o.blueprint("castai/2023"));
    return values;
  }

  private Onboarding with(AzureWorld world, String value) {
    return values()
        .get(value)
        .apply(
            world
                .onboarding()
                .secretsDirectory(folder.resolve("s" + System.identityHashCode(world.azure())))
                .allow("replace"));
  }

  @TestFactory
  Stream<DynamicTest> aChangedSettingLeavesNoFormerAccess() {
    int count = values().size();
    Attack.tried("pairs of values of the settings of AKS", count * count);
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
      try (AzureWorld world = AzureWorld.start()) {
        Object before = world.state();
        with(world, one).plan(world.cluster()).apply();
        with(world, other).plan(world.cluster()).apply();
        assertThat(with(world, other).plan(world.cluster()).plan().hasChanges())
            .as("the second value needs one apply")
            .isFalse();
        assertThat(access(world)).as("the access").isEqualTo(fresh(other));
        with(world, last).planRemoval(world.cluster()).apply();
        assertThat(world.state()).as("the world after the removal with " + last).isEqualTo(before);
      }
    }
  }

  /** The access in a world that never had another value. */
  private Map<String, Object> fresh(String value) {
    try (AzureWorld world = AzureWorld.start()) {
      with(world, value).plan(world.cluster()).apply();
      return access(world);
    }
  }

  /** The kinds of holders of the role, and the ways to log in as them. */
  private static Map<String, Object> access(AzureWorld world) {
    Map<String, Object> access = new TreeMap<>();
    Map<?, ?> arm = (Map<?, ?>) world.azure().state().get("arm");
    for (String scope : List.of(AzureWorld.GROUP, AzureWorld.NODES)) {
      for (Tree assignment : world.rest().assignments(scope)) {
        String principal = assignment.text("properties", "principalId");
        access.put(scope, holder(world, arm, principal));
      }
    }
    return access;
  }

  private static String holder(AzureWorld world, Map<?, ?> arm, String principal) {
    if (String.valueOf(arm.get("userAssignedIdentities")).contains(principal)) {
      return "identity, trusts: " + subjects(world);
    }
    String appId = world.rest().get("/v1.0/servicePrincipals/" + principal).text("appId");
    Tree app = world.rest().get("/v1.0/applications(appId='" + appId + "')");
    return app.text("displayName")
        + ", secrets: "
        + app.objects("passwordCredentials").size()
        + ", trusts: "
        + world
            .rest()
            .get("/v1.0/applications/" + app.text("id") + "/federatedIdentityCredentials")
            .objects("value")
            .stream()
            .map(one -> one.text("subject"))
            .toList();
  }

  private static List<String> subjects(AzureWorld world) {
    return world
        .rest()
        .get(
            AzureWorld.GROUP
                + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/prod-castai-identity"
                + "/federatedIdentityCredentials?api-version=2023-01-31")
        .objects("value")
        .stream()
        .map(one -> one.text("properties", "subject"))
        .toList();
  }
}
