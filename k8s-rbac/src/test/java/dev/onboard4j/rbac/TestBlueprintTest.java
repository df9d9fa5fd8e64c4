package dev.onboard4j.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the blueprint of the tests is valid. */
final class TestBlueprintTest {
  @Test
  void theyFollowThePublishedSchema(@TempDir Path folder) throws IOException {
    Schema schema;
    try (InputStream stream = Files.newInputStream(Path.of("../docs/schema/blueprint-v1.json"))) {
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(stream);
    }
    for (Path file :
        List.of(
            TestBlueprint.earlier(folder, "zero"),
            TestBlueprint.first(folder, "one"),
            TestBlueprint.second(folder, "two"))) {
      assertThat(schema.validate(Files.readString(file), InputFormat.JSON)).isEmpty();
    }
  }

  @Test
  void aRoleOfAMisspeltKindIsNoClusterRole() {
    Map<String, Object> role =
        Map.of("kind", "role", "name", "r", "serviceAccount", "s", "rules", List.of());
    Map<String, Object> component =
        Map.of("name", "c", "release", "c", "serviceAccounts", List.of(), "roles", List.of(role));
    assertThatThrownBy(
            () -> RbacBlueprint.of(Map.of("namespace", "n", "components", List.of(component))))
        .hasMessageContaining(
            "blueprint.contributors.kubernetes.components[0].roles[0].kind: 'role' is none of Role,"
                + " ClusterRole");
  }
}
