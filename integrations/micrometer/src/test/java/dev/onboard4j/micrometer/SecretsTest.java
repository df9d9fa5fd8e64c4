package dev.onboard4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.onboard4j.Onboarding;
import dev.onboard4j.gke.GkeCluster;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Tests that no exported metric contains a credential. */
final class SecretsTest {
  private static final String CANARY = "canary-7f3a";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @TempDir private Path folder;

  @Test
  void noMeterContainsTheKeysOfAws() {
    try (AwsWorld world = AwsWorld.start()) {
      Onboarding onboarding =
          world
              .onboarding()
              .with(
                  AwsCredentialsProvider.class,
                  StaticCredentialsProvider.create(
                      AwsSessionCredentials.create("AKIA" + CANARY, CANARY, CANARY)));
      var planned = OnboardingMetrics.of(registry).observe(onboarding).plan(world.cluster("prod"));
      world.fails("iam:CreateRole", 1, Fault.Kind.DENY);
      world.fails("iam:CreatePolicy", 1, Fault.Kind.TRUNCATE);
      planned.attempt();
    }
    assertThat(registry.scrape()).contains("permission", "unknown_outcome").doesNotContain(CANARY);
  }

  @Test
  void noMeterContainsTheTokenOrTheMintedKeyOfGoogle() throws IOException {
    CredentialsProvider token =
        FixedCredentialsProvider.create(
            OAuth2Credentials.create(
                new AccessToken(CANARY, Date.from(Instant.parse("2099-01-01T00:00:00Z")))));
    try (EmbeddedGoogle google = EmbeddedGoogle.start()) {
      google.cluster(GkeClusterSpec.of("my-project", "europe-west4", "prod"));
      google.faults().on("iam.serviceAccounts.create", 1, Fault.hide(6));
      Onboarding onboarding =
          Onboarding.forProvider("gke")
              .set(google.settings())
              .set("gke.access", "key")
              .set("platform.principal", "cast@prod-cast-identity.iam.gserviceaccount.com")
              .with(CredentialsProvider.class, token)
              .secretsDirectory(folder)
              .time(new VirtualTime());
      OnboardingMetrics.of(registry)
          .observe(onboarding)
          .plan(GkeCluster.of("my-project", "europe-west4", "prod"))
          .apply();
    }
    assertThat(folder).isDirectoryRecursivelyContaining("glob:**/gke-service-account-key");
    Scrape scraped = Scrape.of(registry);
    assertThat(scraped.text()).doesNotContain(CANARY, "private_key", "PRIVATE KEY");
    assertThat(scraped.count("onboard4j_requests_seconds_count", "outcome", "success"))
        .isPositive();
    assertThat(scraped.count("onboard4j_waits_seconds_count", "type", "service-account"))
        .as("the new account is not seen at once")
        .isPositive();
  }
}
