package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogTest {
  @TempDir private Path folder;

  /** A class path with one more entry that names these contributors. */
  private ClassLoader naming(String... classes) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("dev.onboard4j.spi.Contributor"), String.join("\n", classes));
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, CatalogTest.class.getClassLoader());
  }

  @Test
  void oneBrokenEntryDoesNotHideTheGoodOnes() throws IOException {
    ClassLoader loader = naming("no.such.Provider");
    assertThat(new Catalog(loader).provider("memory").id()).isEqualTo("memory");
    assertThat(Onboarding.installed(loader))
        .filteredOn(one -> !one.problem().isEmpty())
        .singleElement()
        .satisfies(one -> assertThat(one.problem()).contains("no.such.Provider"));
  }

  @Test
  void anUnknownProviderTellsWhatCouldNotBeLoaded() throws IOException {
    ClassLoader loader = naming("no.such.Provider");
    assertThatThrownBy(() -> new Catalog(loader).provider("nowhere"))
        .hasMessageContaining("no.such.Provider");
  }

  @Test
  void twoOfOneIdAreAnErrorThatNamesBoth() throws IOException {
    ClassLoader loader = naming("dev.onboard4j.engine.SecondMemoryProvider");
    assertThatThrownBy(() -> new Catalog(loader).provider("memory"))
        .hasMessageContaining("dev.onboard4j.engine.MemoryProvider")
        .hasMessageContaining("dev.onboard4j.engine.SecondMemoryProvider");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NullId", "ThrowingId", "NullSettings", "ThrowingSettings", "NullSetting"})
  void aContributorThatDoesNotAnswerCountsAsBroken(String name) throws IOException {
    String type = "dev.onboard4j.engine.BadContributors$" + name;
    ClassLoader loader = naming(type);
    assertThat(new Catalog(loader).provider("memory").id()).isEqualTo("memory");
    assertThat(Onboarding.installed(loader))
        .filteredOn(one -> one.sort().equals("broken"))
        .singleElement()
        .satisfies(one -> assertThat(one.problem()).contains(type));
  }

  @Test
  void twoContributorsOfOneIdAreAnErrorThatNamesBoth() throws IOException {
    ClassLoader loader =
        naming(
            "dev.onboard4j.engine.BadContributors$First",
            "dev.onboard4j.engine.BadContributors$Second");
    assertThatThrownBy(() -> new Catalog(loader).others())
        .hasMessageContaining("contributor 'same' is on the class path twice")
        .hasMessageContaining("BadContributors$First")
        .hasMessageContaining("BadContributors$Second");
  }

  @Test
  void aContributorThatThrowsWhileItChecksIsNamed() throws IOException {
    SettingsCheck check =
        new SettingsCheck(List.of(KnownContributor.of(new BadContributors.ThrowingCheck())));
    assertThatThrownBy(() -> check.problems(Map.of()))
        .hasMessageContaining("BadContributors$ThrowingCheck")
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> assertThat(e.category()).isEqualTo(OnboardingException.Category.PROVIDER_BUG));
  }
}
