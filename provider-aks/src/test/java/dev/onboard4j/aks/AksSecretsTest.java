package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.testkit.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client secret: minted, delivered, recorded, replaced; told to nobody. */
final class AksSecretsTest {
  @TempDir private Path folder;

  private Onboarding secret(AzureWorld world) {
    return world
        .onboarding()
        .set("aks.access", "secret")
        .set("aks.secret-days", "90")
        .secretsDirectory(folder);
  }

  private static List<Tree> secrets(AzureWorld world) {
    return world.rest().application(AzureWorld.APP).objects("passwordCredentials");
  }

  private Tree delivered() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0 && bytes[0] == '{') {
          Tree tree = Tree.parse(bytes);
          if (tree.has("clientSecret")) {
            return tree;
          }
        }
      }
    }
    throw new AssertionError("no credential in " + folder);
  }

  @Test
  void aSecretIsNowhereButInTheFile() throws IOException {
    try (AzureWorld world = AzureWorld.start();
        LogCapture log = new LogCapture()) {
      StringBuilder told = new StringBuilder();
      ApplicablePlan planned = secret(world).plan(world.cluster());
      OnboardingResult result = planned.apply();
      told.append(planned.plan().toJson()).append(planned.plan().describe());
      told.append(result.outputs()).append(result);
      told.append(secret(world).plan(world.cluster()).plan().toJson());
      Tree credential = delivered();
      assertThat(credential.text("tenantId")).isEqualTo(result.outputs().get("tenant-id"));
      assertThat(credential.text("clientId")).isEqualTo(result.outputs().get("client-id"));
      String value = credential.text("clientSecret");
      assertThat(value).isNotBlank();
      assertThat(told).doesNotContain(value);
      assertThat(String.join("\n", log.lines())).doesNotContain(value);
    }
  }

  @Test
  void anExpiredSecretIsReplacedAndItsPredecessorDeleted() {
    try (AzureWorld world = AzureWorld.start()) {
      secret(world).plan(world.cluster()).apply();
      String first = secrets(world).get(0).text("keyId");
      Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(91)), ZoneOffset.UTC);
      Onboarding then = secret(world).with(Clock.class, later);
      ApplicablePlan planned = then.plan(world.cluster());
      assertThat(planned.plan().describe()).contains("obsolete-secrets", first);
      planned.apply();
      assertThat(secrets(world))
          .singleElement()
          .satisfies(one -> assertThat(one.text("keyId")).isNotEqualTo(first));
      assertThat(then.plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void aNamedSecretIsReplacedAndOthersAreKept() {
    try (AzureWorld world = AzureWorld.start()) {
      secret(world).plan(world.cluster()).apply();
      String first = secrets(world).get(0).text("keyId");
      Tree app = world.rest().application(AzureWorld.APP);
      Tree foreign =
          world
              .rest()
              .post(
                  "/v1.0/applications/" + app.text("id") + "/addPassword",
                  Map.of("passwordCredential", Map.of("displayName", "prod-castai")));
      secret(world).set("aks.delete-secrets", first).plan(world.cluster()).apply();
      assertThat(secrets(world))
          .extracting(one -> one.text("keyId"))
          .hasSize(2)
          .contains(foreign.text("keyId"))
          .doesNotContain(first);
    }
  }
}
