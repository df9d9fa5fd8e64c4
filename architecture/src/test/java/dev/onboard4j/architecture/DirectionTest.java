package dev.onboard4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which modules and which libraries a module's code may know. */
final class DirectionTest {
  /** What the engine is made with; a new library is a decision. */
  private static final Set<String> OF_THE_ENGINE =
      Set.of("com.fasterxml.jackson", "io.github.resilience4j", "org.slf4j");

  /** The clouds' own libraries, by the beginnings of their packages. */
  private static final Map<String, String> CLOUDS =
      Map.of(
          "software.amazon", "AWS",
          "com.amazonaws", "AWS",
          "com.google.cloud", "Google Cloud",
          "com.google.api", "Google Cloud",
          "com.google.auth", "Google Cloud",
          "com.google.iam", "Google Cloud",
          "com.google.container", "Google Cloud",
          "com.azure", "Azure",
          "com.microsoft", "Azure");

  static List<MavenModule> modules() {
    return MavenModule.all();
  }

  static Stream<MavenModule> providers() {
    return of(Kind.PROVIDER);
  }

  static Stream<MavenModule> withoutACloud() {
    return of(Kind.SPI, Kind.CORE, Kind.PLATFORM, Kind.KUBERNETES, Kind.INTEGRATION);
  }

  static Stream<MavenModule> withTheJdkAlone() {
    return of(Kind.SPI, Kind.PLATFORM);
  }

  static Stream<MavenModule> engines() {
    return of(Kind.CORE);
  }

  /** {@link Kind} says which ones. */
  @ParameterizedTest
  @MethodSource("modules")
  void aModuleKnowsTheKindsBelowItAlone(MavenModule module) {
    assertNone(
        module,
        type ->
            Bytecode.owner(type)
                .filter(other -> !other.equals(module))
                .filter(other -> !module.kind().mayDependOn(other.kind()))
                .isPresent());
  }

  @ParameterizedTest
  @MethodSource("withTheJdkAlone")
  void theContractAndAPlatformKnowNoLibrary(MavenModule module) {
    assertNone(module, Bytecode::isOfALibrary);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theEngineKnowsItsOwnLibrariesAlone(MavenModule module) {
    assertNone(
        module,
        type ->
            Bytecode.isOfALibrary(type)
                && OF_THE_ENGINE.stream().noneMatch(root -> Bytecode.isIn(type, root)));
  }

  @ParameterizedTest
  @MethodSource("withoutACloud")
  void whatIsNotAProviderKnowsNoCloud(MavenModule module) {
    assertNone(module, type -> cloud(type).isPresent());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aProviderKnowsNoSecondCloud(MavenModule module) {
    assertThat(clouds(module)).as(module.name()).hasSizeLessThanOrEqualTo(1);
  }

  /** The library of a cloud is used by one provider only. */
  @ParameterizedTest
  @MethodSource("providers")
  void noCloudIsKnownToASecondProvider(MavenModule module) {
    assertThat(providers().filter(other -> !other.equals(module)))
        .noneMatch(other -> clouds(other).stream().anyMatch(clouds(module)::contains));
  }

  private static void assertNone(MavenModule module, Predicate<JavaClass> forbidden) {
    assertThat(
            Bytecode.uses(module)
                .filter(use -> forbidden.test(use.target()))
                .map(Bytecode.Use::description))
        .as(module.name())
        .isEmpty();
  }

  private static Set<String> clouds(MavenModule module) {
    return Bytecode.uses(module)
        .flatMap(use -> cloud(use.target()).stream())
        .collect(Collectors.toSet());
  }

  private static Optional<String> cloud(JavaClass type) {
    return CLOUDS.entrySet().stream()
        .filter(cloud -> Bytecode.isIn(type, cloud.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Stream<MavenModule> of(Kind... kinds) {
    return modules().stream().filter(module -> List.of(kinds).contains(module.kind()));
  }
}
