package dev.onboard4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.BlueprintSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Checks a blueprint in two ways: with the published schema, and with the readers. */
final class BlueprintFormat {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Schema SCHEMA = schema();
  private static final Map<String, String> CLUSTERS =
      Map.of(
          "eks", "eks://123456789012/eu-west-1/prod",
          "gke", "gke://my-project/europe-west4/prod",
          "aks", "aks://11111111-2222-4333-8444-555555555555/production/prod");
  private static final Map<String, String> PRINCIPALS =
      Map.of(
          "eks",
          "arn:aws:iam::111122223333:user/cast-crossrole",
          "gke",
          "castai@platform.iam.gserviceaccount.com",
          "aks",
          "104001234567890123456");

  private BlueprintFormat() {}

  private static Schema schema() {
    try (InputStream stream =
        Files.newInputStream(Path.of("../../docs/schema/blueprint-v1.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(stream);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode shipped(String id) throws IOException {
    for (BlueprintSource source : ServiceLoader.load(BlueprintSource.class)) {
      if (source.ids().contains(id)) {
        try (InputStream stream = source.open(id)) {
          return MAPPER.readTree(stream);
        }
      }
    }
    throw new IllegalArgumentException("no jar ships " + id);
  }

  static List<String> schemaErrors(JsonNode blueprint) {
    return SCHEMA.validate(blueprint).stream().map(String::valueOf).toList();
  }

  /** The problems that the readers report for that provider, without a request. */
  static List<Problem> problems(JsonNode blueprint, String provider, Path folder)
      throws IOException {
    Path file = folder.resolve("blueprint.json");
    MAPPER.writeValue(file.toFile(), blueprint);
    return Onboarding.forProvider(provider)
        .blueprint(file)
        .set("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa")
        .set("platform.principal", PRINCIPALS.get(provider))
        .check(URI.create(CLUSTERS.get(provider)), Operation.APPLY)
        .stream()
        .filter(problem -> problem.path().startsWith("blueprint."))
        .toList();
  }
}
