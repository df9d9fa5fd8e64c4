package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.testkit.LogCapture;
import dev.onboard4j.testkit.cloud.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caller's token and the minted key appear in no output. */
final class GkeSecretsTest {
  private static final String CANARY = "canary-7f3a";

  /** The prefix of gRPC's log of wire data at level DEBUG, an exception that SECURITY.md lists. */
  private static final String WIRE = "DEBUG io.grpc.netty.shaded.";

  @TempDir private Path folder;

  @Test
  void credentialsAppearInNoOutputJournalOrLog() throws IOException {
    StringBuilder all = new StringBuilder();
    Path journal = folder.resolve("journal.jsonl");
    CredentialsProvider token =
        FixedCredentialsProvider.create(
            OAuth2Credentials.create(
                new AccessToken(CANARY, Date.from(Instant.parse("2099-01-01T00:00:00Z")))));
    List<String> logged;
    try (GoogleWorld world = GoogleWorld.start();
        LogCapture log = new LogCapture()) {
      ApplicablePlan planned =
          world
              .onboarding()
              .set("gke.access", "key")
              .secretsDirectory(folder.resolve("secrets"))
              .with(CredentialsProvider.class, token)
              .on(OnboardingEvent.class, all::append)
              .journal(journal)
              .plan(world.cluster());
      world.google().faults().on("iam.roles.create", 1, Fault.of(Fault.Kind.DENY));
      world.google().faults().on("iam.serviceAccounts.create", 1, Fault.of(Fault.Kind.TRUNCATE));
      all.append(planned.attempt().toJson());
      all.append(planned.plan().toJson()).append(planned.plan().describe()).append(planned.plan());
      StringWriter trace = new StringWriter();
      try {
        all.append(planned.apply().toJson());
      } catch (RuntimeException e) {
        e.printStackTrace(new PrintWriter(trace, true));
      }
      all.append(trace).append(Files.readString(journal));
      logged = log.lines();
    }
    all.append(System.getProperties());
    all.append(ProcessHandle.current().info().commandLine().orElse(""));
    Thread.getAllStackTraces().keySet().forEach(thread -> all.append(thread.getName()));
    assertThat(all).hasSizeGreaterThan(10_000);
    assertThat(all.toString()).doesNotContain(CANARY, "private_key");
    assertThat(logged).as("the token was sent").anyMatch(line -> line.contains(CANARY));
    assertThat(logged)
        .filteredOn(line -> line.contains(CANARY) || line.contains("private_key"))
        .filteredOn(line -> !line.startsWith(WIRE))
        .isEmpty();
    assertThat(folder.resolve("secrets"))
        .isDirectoryRecursivelyContaining("glob:**/gke-service-account-key");
  }
}
