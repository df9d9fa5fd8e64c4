package dev.onboard4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CliTest {
  private static final String URI = "eks://123456789012/eu-west-1/prod";

  @TempDir private Path folder;
  private final EmbeddedAws aws =
      EmbeddedAws.start().cluster(EksClusterSpec.of("eu-west-1", "prod"));

  /** The exit code and the output of one command. */
  private record Ended(int code, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  private Ended run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            question -> null);
    int code = App.run(arguments, streams);
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command for the cluster on the embedded AWS. */
  private Ended verb(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    aws.endpoints()
        .forEach(
            (service, uri) -> {
              all.add("--endpoint");
              all.add(service + "=" + uri);
            });
    all.addAll(List.of("--set", "platform.cluster-id=3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa"));
    all.addAll(List.of("--set", "platform.principal=arn:aws:iam::111122223333:user/cast"));
    // This cluster has no API server.
    all.addAll(List.of("--set", "kubernetes.rbac=off"));
    return run(all.toArray(String[]::new));
  }

  @Test
  void planExitsWithTwoWhenThereIsWorkAndZeroWhenThereIsNone() {
    assertThat(verb("plan", URI).code()).isEqualTo(2);
    assertThat(verb("apply", URI, "--yes").code()).isZero();
    assertThat(verb("plan", URI).code()).isZero();
  }

  @Test
  void aPlanDocumentHasTheAgreedFields() throws IOException {
    JsonNode plan = verb("plan", URI, "-o", "json").json();
    assertThat(plan.path("schema").asText()).isEqualTo("onboard4j/plan/v1");
    assertThat(plan.path("cluster").asText()).isEqualTo(URI);
    assertThat(plan.path("blueprint").asText()).isEqualTo("castai/current");
    assertThat(plan.path("fingerprint").asText()).startsWith("sha256:");
    assertThat(plan.path("summary").path("create").asInt()).isEqualTo(6);
    JsonNode change = plan.path("changes").get(0);
    assertThat(change.fieldNames())
        .toIterable()
        .contains("id", "kind", "action", "reason", "diff", "gate", "extras");
  }

  @Test
  void aResultDocumentListsWritesOnly() throws IOException {
    JsonNode result = verb("apply", URI, "--yes", "-o", "json").json();
    assertThat(result.path("schema").asText()).isEqualTo("onboard4j/result/v1");
    assertThat(result.path("outcomes")).hasSize(6);
    assertThat(result.path("outcomes").get(0).path("status").asText()).isEqualTo("done");
    assertThat(result.path("outputs").fieldNames())
        .toIterable()
        .contains("role-arn", "instance-profile-arn", "security-group-id");
    assertThat(verb("apply", URI, "--yes", "-o", "json").json().path("outcomes")).isEmpty();
  }

  @Test
  void withoutATerminalAndWithoutYesNothingIsApplied() {
    Object before = aws.state();
    assertThat(verb("apply", URI).code()).isEqualTo(3);
    assertThat(aws.state()).isEqualTo(before);
  }

  @Test
  void aSavedPlanIsAppliedWithoutNamingTheClusterAgain() throws IOException {
    Path file = folder.resolve("plan.json");
    verb("plan", URI, "--out", file.toString());
    assertThat(verb("apply", "--plan", file.toString(), "--yes").code()).isZero();
    assertThat(verb("plan", URI).code()).isZero();
    assertThat(Files.readString(file)).doesNotContain("127.0.0.1");
  }

  @Test
  void badInputBesideASavedPlanIsRefusedToo() {
    Path file = folder.resolve("plan.json");
    verb("plan", URI, "--out", file.toString());
    Ended ended = verb("apply", "--plan", file.toString(), "--yes", "--deadline", "soon");
    assertThat(ended.code()).isEqualTo(64);
    assertThat(verb("plan", URI).code()).isEqualTo(2);
  }

  @Test
  void aSavedPlanThatWasTouchedIsRefused() throws IOException {
    Path file = folder.resolve("plan.json");
    verb("plan", URI, "--out", file.toString());
    Files.writeString(file, Files.readString(file).replace("CastEKSPolicy", "CastEKSPolicz"));
    assertThat(verb("apply", "--plan", file.toString(), "--yes").code()).isEqualTo(3);
  }

  @Test
  void driftExitsWithTwoAfterAHandMadeChange() {
    verb("apply", URI, "--yes");
    assertThat(verb("drift", URI).code()).isZero();
    aws.change(
        "iam",
        "UpdateRole",
        Map.of("RoleName", "cast-prod-eks-3b1a9f20", "Description", "by hand"));
    Ended drift = verb("drift", URI);
    assertThat(drift.code()).isEqualTo(2);
    assertThat(drift.out()).contains("~ description: \"by hand\" -> \"EKS node instance role");
  }

  @Test
  void removeAsksLikeApplyAndCanOnlyPlan() {
    verb("apply", URI, "--yes");
    assertThat(verb("remove", URI, "--dry-run").code()).isEqualTo(2);
    assertThat(verb("remove", URI).code()).isEqualTo(3);
    assertThat(verb("remove", URI, "--yes").code()).isZero();
    assertThat(verb("remove", URI, "--dry-run").code()).isZero();
  }

  @Test
  void permissionsAreAPolicyToPaste() throws IOException {
    JsonNode policy = verb("permissions", URI).json();
    assertThat(policy.path("Version").asText()).isEqualTo("2012-10-17");
    assertThat(policy.toString()).contains("iam:CreateRole", "iam:PassRole", "eks:DescribeCluster");
    assertThat(verb("permissions", URI, "--for", "drift").json().toString())
        .contains("iam:GetRole")
        .doesNotContain("iam:CreateRole");
    JsonNode document = verb("permissions", URI, "-o", "json").json();
    assertThat(document.path("schema").asText()).isEqualTo("onboard4j/permissions/v1");
    assertThat(document.path("documents").has("aws-policy")).isTrue();
  }

  @Test
  void badInputIsToldAllAtOnceBeforeAnyRequest() throws IOException {
    Ended ended =
        verb(
            "plan",
            "eks://12/nowhere/" + "x".repeat(101),
            "--set",
            "names=nice",
            "--set",
            "nmaes=script",
            "--set",
            "eks.policy=cluster",
            "--set",
            "eks.policy-name=Mine",
            "--deadline",
            "soon",
            "--parallel",
            "0",
            "-o",
            "json");
    assertThat(ended.code()).isEqualTo(64);
    assertThat(ended.json().path("category").asText()).isEqualTo("CALLER");
    assertThat(ended.json().path("problems").findValuesAsText("path"))
        .containsExactlyInAnyOrder(
            "--parallel",
            "--deadline",
            "cluster.account",
            "cluster.region",
            "cluster.name",
            "--set names",
            "--set nmaes",
            "--set eks.policy-name");
    assertThat(aws.calls()).isEmpty();
  }

  @Test
  void aMissingRegistrationIsBadInputThatNamesTheKeys() throws IOException {
    Ended ended = run("plan", URI, "-o", "json");
    assertThat(ended.code()).isEqualTo(64);
    assertThat(ended.json().path("problems").findValuesAsText("path"))
        .containsExactly("--set platform.cluster-id", "--set platform.principal");
  }

  @Test
  void aDeniedPlanExitsWithTwoAndItsApplyWithThree() {
    aws.faults().always("iam:GetRole", Fault.of(Fault.Kind.DENY));
    assertThat(verb("plan", URI).code()).isEqualTo(2);
    Ended refused = verb("apply", URI, "--yes");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("lacks iam:GetRole on arn:aws:iam::123456789012:role/");
  }

  @Test
  void aFailureExitsWithOneAndNamesTheRoot() throws IOException {
    aws.faults().always("iam:CreatePolicy", Fault.of(Fault.Kind.DENY));
    Ended ended = verb("apply", URI, "--yes", "-o", "json");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.json().path("outcomes").findValuesAsText("because"))
        .contains("iam-policy/CastEKSPolicy");
  }

  @Test
  void settingsCanComeFromAFile() throws IOException {
    Path file = folder.resolve("settings.yaml");
    Files.writeString(file, "eks:\n  path: /platform/\n  tags:\n    team: infra\n");
    assertThat(verb("plan", URI, "--settings", file.toString()).out())
        .contains("+ path: \"/platform/\"", "+ tags.team: \"infra\"");
  }

  @Test
  void endpointsCanComeFromWhatEmbeddedPrints() throws IOException {
    Path file = folder.resolve("embedded.json");
    Files.writeString(
        file,
        "{\"endpoints\":{\"iam\":\""
            + aws.endpoint()
            + "\",\"ec2\":\""
            + aws.endpoint()
            + "\",\"eks\":\""
            + aws.endpoint()
            + "\",\"sts\":\""
            + aws.endpoint()
            + "\",\"arm\":\"http://127.0.0.1:1\"}}\nserving until interrupted\n");
    Ended ended =
        run(
            "plan",
            URI,
            "--endpoints",
            file.toString(),
            "--set",
            "platform.cluster-id=3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa",
            "--set",
            "platform.principal=arn:aws:iam::111122223333:user/cast");
    assertThat(ended.code()).isEqualTo(2);
  }

  @Test
  void coloursAreForTerminalsUnlessAskedFor() {
    assertThat(verb("plan", URI).out()).doesNotContain("\u001b[");
    assertThat(verb("plan", URI, "--color", "always").out()).contains("\u001b[");
  }

  @Test
  void providersTellTheirSettings() throws IOException {
    assertThat(run("providers").out())
        .contains("aks  cluster", "eks  cluster", "eks.profile", "platform.principal");
    assertThat(run("providers", "-o", "json").json().path("providers"))
        .extracting(provider -> provider.path("id").asText())
        .containsSubsequence("aks", "eks", "gke");
  }

  @Test
  void wrongUsageIsADocumentToo() throws IOException {
    Ended ended = run("plan", "--no-such-option", "-o", "json");
    assertThat(ended.code()).isEqualTo(64);
    assertThat(ended.json().path("schema").asText()).isEqualTo("onboard4j/error/v1");
  }

  @Test
  void whatEveryCommandUnderstandsIsInItsHelp() {
    assertThat(run("plan", "--help").code()).isZero();
    assertThat(run().code()).isEqualTo(64);
  }
}
