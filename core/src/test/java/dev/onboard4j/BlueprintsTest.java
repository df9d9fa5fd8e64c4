package dev.onboard4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThatThrownBy(() -> planWith("{}")).hasMessageContaining("has no 'id'");
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
    assertThatThrownBy(planned::apply).hasMessageContaining("mine/1 is not what it was");
  }
}
