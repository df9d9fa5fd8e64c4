package dev.onboard4j.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.onboard4j.Onboarding;
import dev.onboard4j.gke.GkeCluster;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.OutgoingRequest.Effect;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Tests that no exported span contains a credential. */
final class SecretsTest {
  private static final String CANARY = "canary-7f3a";

  private final Traces traces = new Traces();
  private final OnboardingTracing tracing = OnboardingTracing.of(traces.openTelemetry());

  @TempDir private Path folder;

  @AfterEach
  void close() {
    traces.stop();
  }

  /** Names, attributes, statuses and events of all spans. */
  private String exported() {
    StringBuilder all = new StringBuilder();
    for (SpanData span : traces.all()) {
      all.append(span.getName()).append(span.getAttributes()).append(span.getStatus());
      for (EventData event : span.getEvents()) {
        all.append(event.getName()).append(event.getAttributes());
      }
    }
    return all.toString();
  }

  private static AwsCredentialsProvider keys() {
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create("AKIA" + CANARY, CANARY, CANARY));
  }

  @Test
  void noSpanContainsTheKeysOfAws() {
    try (AwsWorld world = AwsWorld.start()) {
      Onboarding onboarding = world.onboarding().with(AwsCredentialsProvider.class, keys());
      var planned = tracing.observe(onboarding).plan(world.cluster("prod"));
      world.fails("iam:CreateRole", 1, Fault.Kind.DENY);
      world.fails("iam:CreatePolicy", 1, Fault.Kind.TRUNCATE);
      planned.attempt();
    }
    assertThat(exported()).contains("permission", "unknown_outcome").doesNotContain(CANARY);
  }

  @Test
  void theMessageOfAForeignExceptionIsNotExported() {
    RequestInterceptor talkative =
        new RequestInterceptor() {
          @Override
          public <T> T send(OutgoingRequest request, Supplier<T> send) {
            if (request.effect() == Effect.WRITE) {
              throw new IllegalStateException(CANARY, new IOException(CANARY));
            }
            return send.get();
          }
        };
    try (AwsWorld world = AwsWorld.start()) {
      tracing.observe(world.onboarding().around(talkative)).plan(world.cluster("prod")).attempt();
    }
    assertThat(exported())
        .contains("exception.type=\"java.lang.IllegalStateException\"")
        .doesNotContain(CANARY);
  }

  @Test
  void noSpanContainsTheTokenOrTheMintedKeyOfGoogle() {
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
      tracing.observe(onboarding).plan(GkeCluster.of("my-project", "europe-west4", "prod")).apply();
    }
    assertThat(folder).isDirectoryRecursivelyContaining("glob:**/gke-service-account-key");
    assertThat(exported())
        .contains("create service-account-key", "onboard4j.wait")
        .doesNotContain(CANARY, "private_key", "PRIVATE KEY");
  }
}
