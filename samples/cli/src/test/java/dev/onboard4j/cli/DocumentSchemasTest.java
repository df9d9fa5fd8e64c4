package dev.onboard4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every document of the command line has exactly the fields that its published schema lists.
 *
 * <p>The schemas allow no other fields, so a field that is renamed or added fails here.
 */
final class DocumentSchemasTest {
  private static final String URI = "eks://123456789012/eu-west-1/prod";

  private final EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start();
  private final EmbeddedAws aws =
      EmbeddedAws.start()
          .cluster(EksClusterSpec.of("eu-west-1", "prod").servedBy(kubernetes.endpoint()));

  @AfterEach
  void stop() {
    aws.close();
    kubernetes.close();
  }

  @Test
  void plansOfAllOperationsKeepTheirSchema() throws IOException {
    assertThat(problems("plan", run("plan", URI))).isEmpty();
    assertThat(problems("result", run("apply", URI, "--yes"))).isEmpty();
    assertThat(problems("plan", run("plan", URI))).isEmpty();
    assertThat(problems("plan", run("drift", URI))).isEmpty();
    assertThat(problems("plan", run("remove", URI, "--dry-run"))).isEmpty();
    assertThat(problems("result", run("remove", URI, "--yes"))).isEmpty();
  }

  @Test
  void aResultOfAFailedRunKeepsItsSchema() throws IOException {
    aws.faults().always("iam:CreateRole", Fault.of(Fault.Kind.DENY));
    JsonNode result = run("apply", URI, "--yes");
    assertThat(result.path("outcomes").findValuesAsText("status")).contains("failed", "skipped");
    assertThat(problems("result", result)).isEmpty();
  }

  @Test
  void permissionsAccessAndErrorsKeepTheirSchemas() throws IOException {
    assertThat(problems("permissions", run("permissions", URI))).isEmpty();
    assertThat(problems("access", run("access", URI))).isEmpty();
    assertThat(problems("error", run("plan", URI, "--set", "eks.nothing=1"))).isEmpty();
  }

  @Test
  void accessTellsBothWhatHoldsNowAndWhatIsPlanned() throws IOException {
    JsonNode first = run("access", URI);
    assertThat(first.path("before")).isEmpty();
    assertThat(first.path("grants")).isNotEmpty();
    run("apply", URI, "--yes");
    JsonNode second = run("access", URI);
    assertThat(second.path("before")).isEqualTo(second.path("grants"));
  }

  private static List<String> problems(String schema, JsonNode document) throws IOException {
    Path file = Path.of("../../docs/schema/" + schema + "-v1.json");
    try (InputStream stream = Files.newInputStream(file)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(stream)
          .validate(document)
          .stream()
          .map(String::valueOf)
          .toList();
    }
  }

  private JsonNode run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    aws.endpoints()
        .forEach((service, uri) -> all.addAll(List.of("--endpoint", service + "=" + uri)));
    all.addAll(List.of("--set", "platform.cluster-id=3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa"));
    all.addAll(List.of("--set", "platform.principal=arn:aws:iam::111122223333:user/cast"));
    all.addAll(List.of("-o", "json"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            false,
            question -> null);
    App.run(all.toArray(String[]::new), streams);
    return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }
}
