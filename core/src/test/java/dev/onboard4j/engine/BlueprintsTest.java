package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.OnboardingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlueprintsTest {
  @TempDir private Path folder;
  private final MemoryCloud cloud = new MemoryCloud().plain("a");

  private OnboardingPlan planWith(String blueprint) throws IOException {
    Path file = Files.writeString(folder.resolve("blueprint.json"), blueprint);
    return cloud.onboarding().blueprint(file).plan(MemoryCloud.cluster()).plan();
  }

  @Test
  void aSectionNobodyCanDoIsOneStepByHandThatNamesTheArtifact() throws IOException {
    OnboardingPlan plan =
        planWith(
            "{\"id\":\"mine/1\",\"contributors\":{\"kubernetes\":{\"artifact\":\"group:the-jar\"}}}");
    assertThat(plan.components())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.action()).isEqualTo(Action.MANUAL);
              assertThat(change.reason()).contains("group:the-jar");
            });
  }

  @Test
  void aSectionOfAnotherCloudIsNobodysBusiness() throws IOException {
    assertThat(planWith("{\"id\":\"mine/1\",\"clouds\":{\"other\":{}}}").changes()).hasSize(1);
  }

  @Test
  void aFileThatIsNoBlueprintIsToldWithItsPlace() {
    assertThatThrownBy(() -> planWith("{\n\"id\": nonsense")).hasMessageContaining("line 2");
    assertThatThrownBy(() -> planWith("{}")).hasMessageContaining("blueprint.id: is missing");
    for (String text : List.of("null", "[]", "1", "")) {
      assertThatThrownBy(() -> planWith(text)).hasMessageContaining("is no JSON object");
    }
  }

  @Test
  void anUnknownBlueprintTellsTheKnownOnes() {
    assertThatThrownBy(() -> cloud.onboarding().blueprint("no/such").plan(MemoryCloud.cluster()))
        .hasMessageContaining("there is no blueprint 'no/such'; known: []");
  }

  @Test
  void aPlanIsRefusedWhenItsBlueprintChanged() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), "{\"id\":\"mine/1\"}");
    ApplicablePlan planned = cloud.onboarding().blueprint(file).plan(MemoryCloud.cluster());
    Files.writeString(file, "{\"id\":\"mine/1\",\"clouds\":{}}");
    assertThatThrownBy(planned::apply).hasMessageContaining("mine/1 changed");
  }

  @Test
  void aKeyThatStandsTwiceIsRefusedWithItsPlace() {
    assertThatThrownBy(
            () -> planWith("{\"id\":\"mine/1\",\n\"clouds\":{\"x\":{\"a\":1,\n\"a\":2}}}"))
        .hasMessageContaining("'a'")
        .hasMessageContaining("line 3, column");
  }

  @Test
  void whatIsUnknownOrOfAnotherTypeIsRefusedAtOnce() {
    String text =
        "{\"id\":1,\"cloud\":{},\"clouds\":[],\"contributors\":{\"a\":{},\"b\":null},"
            + "\"registration\":{\"x\":{}}}";
    assertThat(catchThrowableOfType(OnboardingException.class, () -> planWith(text)).problems())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "blueprint.id: must be text, not a number",
            "blueprint.cloud: there is no such key; did you mean 'clouds'?",
            "blueprint.clouds: must be an object, not a list",
            "blueprint.contributors.b: must be an object, not null",
            "blueprint.registration.x: there is no such key; known here are clusterId");
  }

  private static String rule(String pattern) {
    return "{\"id\":\"mine/1\",\"registration\":{\"clusterId\":{\"pattern\":\""
        + pattern
        + "\",\"description\":\"a number\"}}}";
  }

  @Test
  void theFormOfClusterIdsIsTheBlueprints() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), rule("[0-9]+"));
    Onboarding onboarding = cloud.onboarding().blueprint(file);
    assertThat(onboarding.set("platform.cluster-id", "12").plan(MemoryCloud.cluster())).isNotNull();
    assertThatThrownBy(
            () -> onboarding.set("platform.cluster-id", "12x").plan(MemoryCloud.cluster()))
        .hasMessageContaining("platform.cluster-id: '12x' is not a number");
    assertThatThrownBy(() -> planWith(rule("[")))
        .hasMessageContaining("blueprint.registration.clusterId: '[' is no regular expression");
  }
}
