package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Secret;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.spi.KubernetesAccess;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contributor that is neither the cloud nor the platform. */
final class AnotherContributorTest {
  private static final String SECTION =
      "{\"id\":\"mine/1\",\"contributors\":{\"another\":{\"key\":\"value\"}}}";

  @TempDir private Path folder;

  private final MemoryCloud cloud = new MemoryCloud().plain("a");
  private final AnotherContributor.Script script = new AnotherContributor.Script();
  private ClassLoader loader;

  @BeforeEach
  void onTheClassPath() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("dev.onboard4j.spi.Contributor"), AnotherContributor.class.getName());
    loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, AnotherContributorTest.class.getClassLoader());
  }

  private Onboarding onboarding(String blueprint) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), blueprint);
    return Onboarding.forProvider("memory", loader)
        .with(MemoryCloud.class, cloud)
        .with(AnotherContributor.Script.class, script)
        .time(new FakeTime())
        .blueprint(file);
  }

  @Test
  void itTakesPartOnlyIfTheBlueprintHasItsSection() throws IOException {
    onboarding("{\"id\":\"mine/1\"}").plan(MemoryCloud.cluster());
    assertThat(script.opened).isZero();
    onboarding(SECTION).plan(MemoryCloud.cluster());
    assertThat(script.opened).isEqualTo(1);
  }

  @Test
  void whileItDeclaresItIsToldTheWayThatTheCloudDeclared() throws IOException {
    onboarding(SECTION).plan(MemoryCloud.cluster());
    KubernetesAccess access =
        new KubernetesAccess(URI.create("https://api"), "pem", () -> Secret.of("token"));
    cloud.session.kubernetes = access;
    onboarding(SECTION).plan(MemoryCloud.cluster());
    assertThat(script.told.get(0)).isEmpty();
    assertThat(script.told.get(1)).contains(access);
  }

  @Test
  void aSessionThatCannotBeClosedTakesNothingFromTheResult() throws IOException {
    script.whenClosed =
        () -> {
          throw new AssertionError("no");
        };
    OnboardingResult result = onboarding(SECTION).plan(MemoryCloud.cluster()).apply();
    assertThat(result.succeeded()).isTrue();
    assertThat(cloud.session.closed).isEqualTo(2);
  }

  @Test
  void whenOneCannotBeOpenedTheOthersAreClosed() throws IOException {
    script.whenOpened =
        () -> {
          throw new IllegalStateException("no");
        };
    Onboarding onboarding = onboarding(SECTION);
    assertThatThrownBy(() -> onboarding.plan(MemoryCloud.cluster()))
        .isInstanceOf(OnboardingException.class)
        .hasRootCauseMessage("no");
    assertThat(cloud.session.closed).isEqualTo(1);
  }

  @Test
  void jarsThatDoNotMatchAreNamedWithTheirVersions() throws IOException {
    script.whenDeclared =
        () -> {
          throw new NoSuchMethodError("gone");
        };
    Onboarding onboarding = onboarding(SECTION);
    assertThatThrownBy(() -> onboarding.plan(MemoryCloud.cluster()))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(OnboardingException.Category.PROVIDER_BUG);
              assertThat(e.remedy()).contains("onboard4j-bom");
            })
        .hasMessageContaining("gone")
        .hasMessageContaining(" is version ");
    assertThat(cloud.session.closed).isEqualTo(1);
  }

  private static void missing(String setting) {
    throw OnboardingException.badInput(List.of(new Problem(setting, "is missing")));
  }

  private List<String> problems(Onboarding onboarding) {
    return onboarding.check(MemoryCloud.cluster().uri(), Operation.APPLY).stream()
        .map(Problem::path)
        .toList();
  }

  @Test
  void withoutAPlatformWhatThePlatformSuppliesIsMissing() throws IOException {
    script.whenOpened = () -> missing("platform.cluster-id");
    assertThat(problems(onboarding(SECTION))).containsExactly("platform.cluster-id");
  }

  @Test
  void aPlatformSuppliesWhatWasNotGivenAndNothingElse() throws IOException {
    Onboarding onboarding = onboarding(SECTION).platform(new NamedPlatform());
    script.whenOpened = () -> missing("platform.cluster-id");
    assertThat(problems(onboarding)).isEmpty();
    assertThat(problems(onboarding.set("platform.cluster-id", "given")))
        .containsExactly("platform.cluster-id");
    script.whenOpened = () -> missing("another.size");
    assertThat(problems(onboarding)).containsExactly("another.size");
  }

  @Test
  void theProblemsOfEveryContributorAndSettingAreToldAtOnce() throws IOException {
    script.whenOpened = () -> missing("another.size");
    Onboarding onboarding = onboarding(SECTION).set("memory.speed", "warp");
    assertThat(problems(onboarding)).containsExactly("memory.speed", "another.size");
    assertThatThrownBy(() -> onboarding.plan(MemoryCloud.cluster()))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::path)
                    .containsExactly("memory.speed", "another.size"));
  }

  @Test
  void aSessionThatCannotBeClosedIsAWarningOfTheLog() throws IOException {
    List<String> ends = new ArrayList<>();
    script.whenClosed = () -> missing("anything");
    onboarding(SECTION)
        .on(OnboardingEvent.PlanEnded.class, ended -> ends.add("ended"))
        .plan(MemoryCloud.cluster());
    assertThat(ends).containsExactly("ended");
    assertThat(cloud.session.closed).isEqualTo(1);
  }
}
