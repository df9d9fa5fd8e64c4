package dev.onboard4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import dev.onboard4j.testkit.google.OnePort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both clouds behind the one port that {@code embedded} announces. */
final class CliGoogleTest {
  private static final String GKE = "gke://my-project/europe-west4/prod";
  private static final String EKS = "eks://123456789012/eu-west-1/prod";

  @TempDir private Path folder;
  private final EmbeddedAws aws =
      EmbeddedAws.start().cluster(EksClusterSpec.of("eu-west-1", "prod"));
  private final EmbeddedGoogle google =
      EmbeddedGoogle.start().cluster(GkeClusterSpec.of("my-project", "europe-west4", "prod"));
  private OnePort port;
  private Path endpoints;

  @BeforeEach
  void start() throws IOException {
    port = OnePort.start(0, aws, google);
    Map<String, String> addresses = new TreeMap<>();
    aws.endpoints().keySet().forEach(one -> addresses.put(one, port.address().toString()));
    google.endpoints().keySet().forEach(one -> addresses.put(one, port.address().toString()));
    endpoints = folder.resolve("embedded.json");
    Files.writeString(
        endpoints, new ObjectMapper().writeValueAsString(Map.of("endpoints", addresses)));
  }

  @AfterEach
  void stop() throws IOException {
    port.close();
    google.close();
    aws.close();
  }

  private record Ended(int code, String out, String err) {}

  private Ended verb(String principal, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            question -> null);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--endpoints", endpoints.toString()));
    all.addAll(List.of("--set", "platform.principal=" + principal));
    // These clusters have no API server.
    all.addAll(List.of("--set", "kubernetes.rbac=off"));
    all.addAll(List.of("--set", "platform.cluster-id=3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa"));
    int code = App.run(all.toArray(String[]::new), streams);
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Ended gke(String... arguments) {
    return verb("cast-gke-1a2b@prod-cast-identity.iam.gserviceaccount.com", arguments);
  }

  @Test
  void aGkeClusterIsOnboardedCheckedAndRemoved() {
    Ended planned = gke("plan", GKE);
    assertThat(planned.code()).as(planned.err()).isEqualTo(2);
    Ended applied = gke("apply", GKE, "--yes");
    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.err())
        .contains("5 wrote: 1 cloudresourcemanager:SetIamPolicy, 1 iam:CreateRole")
        .contains("1 iam:SetIamPolicy, 1 serviceusage:BatchEnableServices");
    assertThat(gke("plan", GKE).code()).isZero();
    assertThat(gke("drift", GKE).code()).isZero();
    Ended removed = gke("remove", GKE, "--yes");
    assertThat(removed.code()).as(removed.err()).isZero();
    assertThat(google.state().toString()).doesNotContain("castai");
  }

  @Test
  void theRoleTheCallerNeedsCanBePasted() throws IOException {
    JsonNode permissions = new ObjectMapper().readTree(gke("permissions", GKE, "-o", "json").out());
    assertThat(permissions.findValue("includedPermissions").toString())
        .contains("resourcemanager.projects.setIamPolicy");
  }

  @Test
  void theOtherCloudBehindTheSamePortIsReachedAsWell() {
    assertThat(verb("arn:aws:iam::111122223333:user/cast", "apply", EKS, "--yes").code()).isZero();
    assertThat(aws.state().toString()).contains("CastEKSPolicy");
  }
}
