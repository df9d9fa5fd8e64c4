package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShippedBlueprintsTest {
  @TempDir private Path folder;

  private Onboarding onboarding(String... sources) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("dev.onboard4j.spi.BlueprintSource"), String.join("\n", sources));
    ClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ShippedBlueprintsTest.class.getClassLoader());
    return Onboarding.forProvider("memory", loader).time(new FakeTime());
  }

  private static String planned(Onboarding onboarding) {
    return onboarding.plan(MemoryCloud.cluster()).plan().blueprint();
  }

  @Test
  void withoutAChoiceTheDefaultOfTheOnlyJarHolds() throws IOException {
    assertThat(planned(onboarding("dev.onboard4j.engine.ShippedBlueprints"))).isEqualTo("ours/2");
  }

  @Test
  void aBlueprintIsChosenByItsIdAmongAllJars() throws IOException {
    Onboarding both =
        onboarding(
            "dev.onboard4j.engine.ShippedBlueprints",
            "dev.onboard4j.engine.ShippedBlueprints$Others");
    assertThat(planned(both.blueprint("ours/1"))).isEqualTo("ours/1");
    assertThat(planned(both.blueprint("other/1"))).isEqualTo("other/1");
    assertThat(planned(both.blueprint("none"))).isEqualTo("none");
  }

  @Test
  void withTwoJarsAChoiceIsNeededAndTheErrorNamesAll() throws IOException {
    Onboarding both =
        onboarding(
            "dev.onboard4j.engine.ShippedBlueprints",
            "dev.onboard4j.engine.ShippedBlueprints$Others");
    assertThatThrownBy(() -> both.plan(MemoryCloud.cluster()))
        .hasMessageContaining("[other/1, ours/1, ours/2]");
    assertThatThrownBy(() -> both.blueprint("ours/3").plan(MemoryCloud.cluster()))
        .hasMessageContaining("there is no blueprint 'ours/3'")
        .hasMessageContaining("[other/1, ours/1, ours/2]");
  }
}
