package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.azure.AzureLag;
import dev.onboard4j.testkit.contract.Attack;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Entra and Resource Manager learn late; what this run created is waited for by its effect. */
final class DelaysTest {
  private static final Map<String, Map<String, String>> MODES =
      Map.of(
          "federation", Map.of(),
          "managed-identity", Map.of("aks.access", "managed-identity"),
          "secret", Map.of("aks.access", "secret", "aks.secret-days", "7"));

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> aLagOfAnySortIsWaitedFor() {
    List<AzureLag> lags = Arrays.asList(AzureLag.values());
    Attack.tried("lags of Azure by access", lags.size() * MODES.size());
    return MODES.keySet().stream()
        .sorted()
        .flatMap(
            mode ->
                lags.stream()
                    .map(
                        lag ->
                            DynamicTest.dynamicTest(
                                mode + " with " + lag, () -> converges(mode, lag))));
  }

  private void converges(String mode, AzureLag lag) {
    try (AzureWorld world = AzureWorld.start()) {
      Object before = world.state();
      world.azure().lag(lag, 3);
      Onboarding onboarding =
          world
              .onboarding()
              .set(MODES.get(mode))
              .secretsDirectory(folder.resolve("s" + System.identityHashCode(world.azure())));
      assertThat(onboarding.plan(world.cluster()).apply().succeeded()).isTrue();
      world.azure().lag(lag, 0);
      assertThat(onboarding.plan(world.cluster()).plan().hasChanges()).isFalse();
      assertThat(onboarding.planRemoval(world.cluster()).apply().succeeded()).isTrue();
      assertThat(world.state()).isEqualTo(before);
    }
  }
}
