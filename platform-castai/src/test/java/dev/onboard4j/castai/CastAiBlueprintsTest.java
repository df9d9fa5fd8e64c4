package dev.onboard4j.castai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.spi.BlueprintSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CastAiBlueprintsTest {
  private final CastAiBlueprints blueprints = new CastAiBlueprints();

  private String text(String id) throws IOException {
    try (InputStream stream = blueprints.open(id)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theyAreFoundByTheirService() {
    assertThat(ServiceLoader.load(BlueprintSource.class))
        .singleElement()
        .satisfies(
            source -> assertThat(source.ids()).containsExactly("castai/2023", "castai/current"));
    assertThat(blueprints.ids()).contains(blueprints.defaultId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"castai/2023", "castai/current"})
  void everyPermissionHasAReasonAndAProvenance(String id) throws IOException {
    List<JsonNode> permissions = new ObjectMapper().readTree(text(id)).findParents("action");
    assertThat(permissions)
        .hasSizeGreaterThan(25)
        .allSatisfy(
            one -> {
              assertThat(one.path("reason").asText()).isNotBlank();
              assertThat(one.path("provenance").asText()).isNotBlank();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"castai/2023", "castai/current"})
  void everyArnFollowsThePartitionOfTheCluster(String id) throws IOException {
    assertThat(text(id)).contains("arn:${partition}:").doesNotContain("arn:aws:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"castai/2023", "castai/current"})
  void theMisspeltPolicyIsAttachedByItsRealName(String id) throws IOException {
    JsonNode attachments =
        new ObjectMapper().readTree(text(id)).path("clouds").path("eks").path("nodeRole");
    assertThat(attachments.path("attachments").findValuesAsText("policy"))
        .contains("arn:${partition}:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly");
  }

  @Test
  void theOlderOneLetsRolesBeDeletedAndTheNewerOneDoesNot() throws IOException {
    assertThat(text("castai/2023")).contains("iam:DeleteRole");
    assertThat(text("castai/current")).doesNotContain("iam:DeleteRole");
  }

  @Test
  void anUnknownOneIsRefused() {
    assertThatThrownBy(() -> blueprints.open("castai/1999"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
