package dev.onboard4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The habits that a compiler does not check. */
final class HabitsTest {
  static List<MavenModule> published() {
    return MavenModule.published();
  }

  static Stream<MavenModule> modulesOfAnyPlatform() {
    return MavenModule.all().stream()
        .filter(module -> List.of(Kind.PROVIDER, Kind.KUBERNETES).contains(module.kind()));
  }

  @Test
  void noStaticFieldCanBeReassigned() {
    fields().that().areStatic().should().beFinal().check(Bytecode.all());
  }

  @ParameterizedTest
  @MethodSource("published")
  void aLibraryDoesNotPrint(MavenModule module) {
    noClasses()
        .that()
        .resideInAnyPackage(module.packages().toArray(String[]::new))
        // Prints into the output of a build how many cases an attack suite tried.
        .and()
        .doNotHaveSimpleName("Attack")
        .should(ACCESS_STANDARD_STREAMS)
        .check(Bytecode.all());
  }

  /** Names, documents and permissions are blueprint data. */
  @ParameterizedTest
  @MethodSource("modulesOfAnyPlatform")
  void noProviderKnowsThePlatform(MavenModule module) throws IOException {
    try (Stream<Path> files = Files.walk(module.folder().resolve("src/main"))) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file).toLowerCase(Locale.ROOT))
                      .doesNotContain(platforms())
                      .doesNotContain("cast ai", "\"cast", "arn:aws:"));
    }
  }

  private static List<String> platforms() {
    return MavenModule.all().stream()
        .filter(module -> module.kind() == Kind.PLATFORM)
        .map(module -> module.name().substring("platform-".length()))
        .toList();
  }
}
