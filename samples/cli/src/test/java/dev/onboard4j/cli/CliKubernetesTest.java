package dev.onboard4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access in the cluster, through the command line. */
final class CliKubernetesTest {
  private static final String EKS = "eks://123456789012/eu-west-1/prod";

  @TempDir private Path folder;
  private final EmbeddedKubernetes cluster = EmbeddedKubernetes.start();
  private final EmbeddedAws aws =
      EmbeddedAws.start()
          .cluster(EksClusterSpec.of("eu-west-1", "prod").servedBy(cluster.endpoint()));

  @AfterEach
  void stop() {
    aws.close();
    cluster.close();
  }

  private record Ended(int code, String out, String err) {}

  private Ended verb(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            question -> null);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--set",
            "platform.cluster-id=3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa",
            "--set",
            "platform.principal=arn:aws:iam::111122223333:user/cast-crossrole"));
    aws.endpoints().forEach((name, uri) -> all.addAll(List.of("--endpoint", name + "=" + uri)));
    int code = App.run(all.toArray(String[]::new), streams);
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void everyPlanHoldsTheAccessInTheCluster() {
    assertThat(verb("plan", EKS).out())
        .contains("+ cluster-role/castai-agent", "+ namespace/castai-agent", "29 create");
    assertThat(verb("apply", EKS, "--yes").code()).isZero();
    assertThat(verb("plan", EKS).code()).isZero();
  }

  @Test
  void permissionsHoldTheClusterRole() throws IOException {
    Ended text = verb("permissions", EKS);
    assertThat(new ObjectMapper().readTree(text.out()).has("Statement")).isTrue();
    assertThat(text.err()).contains("permissions --document kubernetes-cluster-role");
    JsonNode role =
        new ObjectMapper()
            .readTree(verb("permissions", EKS, "--document", "kubernetes-cluster-role").out());
    assertThat(role.path("kind").asText()).isEqualTo("ClusterRole");
    JsonNode all = new ObjectMapper().readTree(verb("permissions", EKS, "-o", "json").out());
    assertThat(all.path("documents").path("kubernetes-cluster-role")).isEqualTo(role);
    assertThat(verb("permissions", EKS, "--document", "x").code()).isEqualTo(64);
  }

  @Test
  void accessTellsWhoMayDoWhatAndWhatIsRisky() throws IOException {
    assertThat(verb("access", EKS).out())
        .contains("ServiceAccount castai-agent/castai-cluster-controller in the cluster")
        .contains("!CSR_APPROVAL");
    assertThat(new ObjectMapper().readTree(verb("access", EKS, "-o", "json").out()).path("grants"))
        .hasSizeGreaterThan(50);
  }

  @Test
  void aClusterOutOfReachIsNeverClean() throws IOException {
    String away = "eks://123456789012/eu-west-1/away";
    aws.cluster(EksClusterSpec.of("eu-west-1", "away").servedBy(URI.create("https://127.0.0.1:9")));
    assertThat(verb("plan", away).code()).as("changes win").isEqualTo(2);
    Ended applied = verb("apply", away, "--yes");
    assertThat(applied.code()).as(applied.err()).isEqualTo(4);
    assertThat(applied.err())
        .contains("not complete: kubernetes-access/castai-agent could not be checked");
    assertThat(verb("plan", away).code()).isEqualTo(4);
    assertThat(verb("apply", away).code()).as("nothing to do").isEqualTo(4);
    Ended drift = verb("drift", away);
    assertThat(drift.code()).isEqualTo(4);
    assertThat(drift.out().lines().skip(2).findFirst()).contains("Could not be checked:");
    JsonNode incomplete =
        new ObjectMapper().readTree(verb("drift", away, "-o", "json").out()).path("incomplete");
    assertThat(incomplete.findValuesAsText("why")).containsOnly("unchecked");
    assertThat(verb("remove", away, "--dry-run").code()).isEqualTo(2);
    assertThat(verb("remove", away, "--yes").code()).isEqualTo(4);
    assertThat(verb("remove", away, "--dry-run").code()).isEqualTo(4);
  }

  @Test
  void aKubeconfigThatDoesNotWorkFailsBeforeAnyWrite() throws IOException {
    Path file = folder.resolve("closed");
    String kubeconfig = Files.readString(cluster.kubeconfig("admin"));
    String server = cluster.endpoint().toString();
    Files.writeString(file, kubeconfig.replace(server, "https://127.0.0.1:9"));
    Object before = aws.state();
    for (String command : List.of("plan", "drift", "apply", "remove")) {
      List<String> line = new ArrayList<>(List.of(command, EKS, "--kubeconfig", file.toString()));
      line.addAll(List.of("--set", "kubernetes.identity=ignore"));
      if (command.equals("apply") || command.equals("remove")) {
        line.add("--yes");
      }
      Ended ended = verb(line.toArray(String[]::new));
      assertThat(ended.code()).as(command + ended.err()).isEqualTo(1);
      assertThat(ended.err()).contains("does not work");
    }
    assertThat(aws.state()).isEqualTo(before);
  }

  @Test
  void widenedAccessIsDriftAndToldFirst() throws IOException {
    verb("apply", EKS, "--yes");
    Api.of(cluster, "admin")
        .patch(
            Api.MERGE,
            Api.clusterBindings() + "/castai-cluster-controller",
            "",
            "{\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"castai-cluster-controller\","
                + "\"namespace\":\"castai-agent\"},{\"kind\":\"User\",\"name\":\"eve\"}]}");
    assertThat(verb("plan", EKS).code()).as("nothing to write").isZero();
    Ended drift = verb("drift", EKS);
    assertThat(drift.code()).isEqualTo(2);
    assertThat(drift.out().lines().skip(2).limit(2))
        .containsExactly(
            "Access broader than declared:",
            "  - cluster-role-binding/castai-cluster-controller: User eve: ClusterRole"
                + " castai-cluster-controller in the cluster");
    JsonNode broader =
        new ObjectMapper().readTree(verb("drift", EKS, "-o", "json").out()).path("broader");
    assertThat(broader.findValuesAsText("id"))
        .containsExactly("cluster-role-binding/castai-cluster-controller");
  }

  @Test
  void theMissingRulesAreToldFirst() {
    Ended plan = verb("plan", EKS, "--kubeconfig", cluster.kubeconfig("guest").toString());
    assertThat(plan.out().lines().skip(2).findFirst()).contains("The caller lacks:");
    assertThat(plan.out()).contains("has rules that the caller does not hold: [");
  }

  @Test
  void aKubeconfigOfAnotherClusterIsRefused() {
    try (EmbeddedKubernetes other = EmbeddedKubernetes.start()) {
      String file = other.kubeconfig("admin").toString();
      Ended ended = verb("plan", EKS, "--kubeconfig", file);
      assertThat(ended.code()).isEqualTo(64);
      assertThat(ended.err()).contains("leads to another API server", "kubernetes.identity=ignore");
      assertThat(
              verb("plan", EKS, "--kubeconfig", file, "--set", "kubernetes.identity=ignore").code())
          .isEqualTo(2);
    }
    assertThat(verb("plan", EKS, "--kubeconfig", "/no/such").err())
        .contains("--kubeconfig: there is no readable file /no/such");
    assertThat(verb("plan", EKS, "--context", "x").err()).contains("--context: requires");
  }
}
