package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Setting;
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

  @Test
  void theInstalledOnesAreSortedByIdWithTheirSortAndSettings() throws IOException {
    ClassLoader loader =
        naming(
            "dev.onboard4j.engine.NamedPlatform",
            "dev.onboard4j.engine.AnotherContributor",
            "no.such.Provider",
            "no.such.Other");
    assertThat(Onboarding.installed(loader))
        .extracting(one -> one.id() + " " + one.sort())
        .containsExactly(
            "another contributor",
            "memory cluster",
            "named platform",
            "Contributor 1 broken",
            "Contributor 2 broken");
    assertThat(Onboarding.installed(loader))
        .filteredOn(one -> !one.settings().isEmpty())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.settings())
                    .extracting(Setting::key)
                    .contains("platform.cluster-id", "memory.size"));
  }

  @Test
  void aPlatformIsFoundByItsId() throws IOException {
    ClassLoader loader = naming("dev.onboard4j.engine.NamedPlatform");
    MemoryCloud cloud = new MemoryCloud().plain("a");
    Onboarding.forProvider("memory", loader)
        .with(MemoryCloud.class, cloud)
        .platform("named")
        .plan(MemoryCloud.cluster());
    assertThat(cloud.session.context.platform().id()).isEqualTo("named");
    Onboarding unknown = Onboarding.forProvider("memory", loader).platform("nowhere");
    assertThatThrownBy(() -> unknown.plan(MemoryCloud.cluster()))
        .hasMessage("platform 'nowhere' is not on the class path; there is: named");
  }

  @Test
  void anEntryThatDiesIsToldWithTheRootOfItsDeath() throws IOException {
    assertThat(Onboarding.installed(naming("dev.onboard4j.engine.BadContributors$Unborn")))
        .filteredOn(one -> one.sort().equals("broken"))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.problem())
                    .contains("BadContributors$Unborn")
                    .endsWith(" because of java.io.IOException"));
  }

  @Test
  void withoutAContextLoaderTheOneOfTheEngineIsUsed() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      assertThat(Onboarding.forProvider("memory").cluster(MemoryCloud.cluster().uri()).provider())
          .isEqualTo("memory");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
