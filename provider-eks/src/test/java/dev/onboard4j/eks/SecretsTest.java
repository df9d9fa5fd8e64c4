package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.testkit.LogCapture;
import dev.onboard4j.testkit.cloud.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Tests that no output contains the credentials. */
final class SecretsTest {
  private static final String CANARY = Canary.VALUE;

  /**
   * Loggers of the SDK that print request headers at level DEBUG. This library cannot redact them,
   * so SECURITY.md names them.
   */
  private static final List<String> WIRE =
      List.of(
          "DEBUG org.apache.hc.client5.http.headers",
          "DEBUG org.apache.hc.client5.http.wire",
          "DEBUG software.amazon.awssdk.http.auth.aws.internal.signer");

  @TempDir private Path folder;

  @Test
  void noOutputContainsCredentials() throws IOException {
    StringBuilder all = new StringBuilder();
    Set<Long> running = children();
    Path journal = folder.resolve("journal.jsonl");
    List<String> logged;
    try (EmbeddedWorld world = EmbeddedWorld.start();
        LogCapture log = new LogCapture()) {
      ApplicablePlan planned =
          world
              .onboarding()
              .with(
                  AwsCredentialsProvider.class,
                  StaticCredentialsProvider.create(
                      AwsSessionCredentials.create("AKIA", CANARY + "-key", CANARY + "-token")))
              .on(OnboardingEvent.class, all::append)
              .journal(journal)
              .plan(world.cluster());
      world.aws().faults().on("iam:CreateRole", 1, Fault.of(Fault.Kind.DENY));
      world.aws().faults().on("iam:CreatePolicy", 1, Fault.of(Fault.Kind.TRUNCATE));
      var result = planned.attempt();
      all.append(planned.plan().toJson()).append(planned.plan().describe()).append(planned.plan());
      all.append(result.toJson());
      StringWriter trace = new StringWriter();
      try {
        planned.apply();
      } catch (RuntimeException e) {
        e.printStackTrace(new PrintWriter(trace, true));
      }
      all.append(trace).append(Files.readString(journal));
      logged = log.lines();
    }
    assertThat(logged)
        .anySatisfy(line -> assertThat(line).startsWith("DEBUG software.amazon.awssdk"));
    assertThat(logged)
        .filteredOn(line -> line.contains(CANARY))
        .filteredOn(line -> WIRE.stream().noneMatch(line::startsWith))
        .isEmpty();
    all.append(System.getProperties());
    all.append(ProcessHandle.current().info().commandLine().orElse(""));
    assertThat(running).as("nothing is passed to a command").containsAll(children());
    Thread.getAllStackTraces().keySet().forEach(thread -> all.append(thread.getName()));
    assertThat(all).hasSizeGreaterThan(10_000);
    assertThat(all.toString()).doesNotContain(CANARY);
  }

  /** Other tests of this JVM may have started a control plane. */
  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }
}
