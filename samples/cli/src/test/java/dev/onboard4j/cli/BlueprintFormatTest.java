package dev.onboard4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.onboard4j.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published schema of blueprints and the readers refuse the same, and name the place. */
final class BlueprintFormatTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static Path scratch;

  enum Shipped {
    OLD_EKS("castai/2023", "eks"),
    OLD_GKE("castai/2023", "gke"),
    OLD_AKS("castai/2023", "aks"),
    NEW_EKS("castai/current", "eks"),
    NEW_GKE("castai/current", "gke"),
    NEW_AKS("castai/current", "aks");

    private final String id;
    private final String provider;

    Shipped(String id, String provider) {
      this.id = id;
      this.provider = provider;
    }
  }

  /** A value that may or may not fit where it is put; {@code GONE} takes the old one away. */
  enum Value {
    GONE(""),
    NULL("null"),
    NUMBER("7"),
    FLAG("true"),
    TEXT("\"text\""),
    BLANK("\" \""),
    LIST("[]"),
    TEXTS("[\"text\"]"),
    OBJECT("{}"),
    FILLED("{\"text\": \"text\"}");

    private final String json;

    Value(String json) {
      this.json = json;
    }
  }

  @BeforeContainer
  static void makeScratch() throws IOException {
    scratch = Files.createTempDirectory("blueprints");
  }

  @AfterContainer
  static void removeScratch() throws IOException {
    Files.deleteIfExists(scratch.resolve("blueprint.json"));
    Files.delete(scratch);
  }

  private static BlueprintPlace place(JsonNode tree, Shipped shipped, int seed, boolean closed) {
    List<BlueprintPlace> places =
        BlueprintPlace.all(tree, shipped.provider).stream()
            .filter(place -> !closed || place.closed())
            .toList();
    return places.get(seed % places.size());
  }

  private static void refused(JsonNode tree, Shipped shipped, String path) throws IOException {
    assertThat(BlueprintFormat.problems(tree, shipped.provider, scratch))
        .extracting(Problem::path)
        .contains(path);
    assertThat(BlueprintFormat.schemaErrors(tree)).as(path).isNotEmpty();
  }

  @Property(tries = 100)
  void aRenamedKeyIsRefusedWithItsPath(
      @ForAll Shipped shipped, @ForAll @IntRange(max = 1_000_000) int seed) throws IOException {
    JsonNode tree = BlueprintFormat.shipped(shipped.id);
    BlueprintPlace place = place(tree, shipped, seed, true);
    refused(tree, shipped, place.rename(place.key() + "Q"));
  }

  @Property(tries = 100)
  void anAddedKeyIsRefusedWithItsPath(
      @ForAll Shipped shipped, @ForAll @IntRange(max = 1_000_000) int seed) throws IOException {
    JsonNode tree = BlueprintFormat.shipped(shipped.id);
    refused(tree, shipped, place(tree, shipped, seed, true).add("added"));
  }

  @Property(tries = 100)
  void aNumberIsRefusedWithItsPathAnywhere(
      @ForAll Shipped shipped, @ForAll @IntRange(max = 1_000_000) int seed) throws IOException {
    JsonNode tree = BlueprintFormat.shipped(shipped.id);
    BlueprintPlace place = place(tree, shipped, seed, false);
    place.set(IntNode.valueOf(7));
    refused(tree, shipped, place.path());
  }

  @Property(tries = 300)
  void schemaAndReadersAgreeOnAnyChange(
      @ForAll Shipped shipped, @ForAll Value value, @ForAll @IntRange(max = 1_000_000) int seed)
      throws IOException {
    JsonNode tree = BlueprintFormat.shipped(shipped.id);
    BlueprintPlace place = place(tree, shipped, seed, false);
    if (value == Value.GONE) {
      place.remove();
    } else {
      place.set(MAPPER.readTree(value.json));
    }
    List<Problem> problems = BlueprintFormat.problems(tree, shipped.provider, scratch);
    List<String> errors = BlueprintFormat.schemaErrors(tree);
    assertThat(problems.isEmpty())
        .as("%s is %s: %s, %s", place.path(), value, problems, errors)
        .isEqualTo(errors.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "castai/2023,eks",
    "castai/2023,gke",
    "castai/2023,aks",
    "castai/current,eks",
    "castai/current,gke",
    "castai/current,aks"
  })
  void whatIsShippedIsValid(String id, String provider, @TempDir Path folder) throws IOException {
    JsonNode tree = BlueprintFormat.shipped(id);
    assertThat(BlueprintFormat.schemaErrors(tree)).isEmpty();
    assertThat(BlueprintFormat.problems(tree, provider, folder)).isEmpty();
  }

  @Test
  void theExampleOfTheDocumentsIsValid(@TempDir Path folder) throws IOException {
    Matcher example =
        Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../../docs/blueprints.md")));
    assertThat(example.find()).isTrue();
    JsonNode tree = MAPPER.readTree(example.group(1));
    assertThat(BlueprintFormat.schemaErrors(tree)).isEmpty();
    assertThat(BlueprintFormat.problems(tree, "gke", folder)).isEmpty();
  }

  @Test
  void aMisspeltConditionIsToldWithTheRightKey(@TempDir Path folder) throws IOException {
    JsonNode tree = BlueprintFormat.shipped("castai/current");
    BlueprintPlace.all(tree, "eks").stream()
        .filter(place -> place.path().endsWith("managedPolicy.statements[0].conditions"))
        .forEach(place -> place.rename("condition"));
    assertThat(BlueprintFormat.problems(tree, "eks", folder))
        .extracting(Problem::toString)
        .containsExactly(
            "blueprint.clouds.eks.managedPolicy.statements[0].condition: there is no such key;"
                + " did you mean 'conditions'?");
  }
}
