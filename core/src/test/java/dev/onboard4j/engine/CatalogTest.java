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
}
