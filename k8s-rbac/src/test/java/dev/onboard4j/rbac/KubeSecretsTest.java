package dev.onboard4j.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.Secret;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.testkit.LogCapture;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that no output contains the token for the API server. */
final class KubeSecretsTest {
  private static final String CANARY = "k8s-aws-v1.canary-7f3a";

  @TempDir private Path folder;

  @Test
  void noOutputContainsTheToken() throws IOException {
    StringBuilder all = new StringBuilder();
    Path journal = folder.resolve("journal.jsonl");
    List<String> logged;
    try (EmbeddedKubernetes cluster = EmbeddedKubernetes.start();
        LogCapture log = new LogCapture()) {
      Onboarding onboarding =
          Onboarding.forProvider("plain")
              .blueprint(TestBlueprint.first(folder, "secret"))
              .with(
                  KubernetesAccess.class,
                  new KubernetesAccess(cluster.endpoint(), "", () -> Secret.of(CANARY)))
              .on(OnboardingEvent.class, all::append)
              .time(new VirtualTime())
              .journal(journal);
      ApplicablePlan planned = onboarding.plan(onboarding.cluster(URI.create("plain://a/b/c")));
      cluster.faults().on("kubernetes:create clusterroles*", 1, Fault.of(Fault.Kind.DENY));
      cluster.faults().on("kubernetes:create roles*", 1, Fault.of(Fault.Kind.TRUNCATE));
      all.append(planned.attempt().toJson());
      all.append(planned.plan().toJson()).append(planned.plan().describe()).append(planned.plan());
      StringWriter trace = new StringWriter();
      cluster.faults().always("*", Fault.of(Fault.Kind.UNAVAILABLE));
      try {
        planned.apply();
      } catch (RuntimeException e) {
        e.printStackTrace(new PrintWriter(trace, true));
      }
      assertThat(trace.toString()).isNotEmpty();
      all.append(trace).append(Files.readString(journal));
      logged = log.lines();
    }
    assertThat(all).hasSizeGreaterThan(5_000);
    assertThat(all.toString()).doesNotContain("canary");
    assertThat(logged)
        .filteredOn(line -> line.contains("canary"))
        .filteredOn(line -> !line.contains("wiremock") && !line.contains("jetty"))
        .isEmpty();
  }
}
