package dev.onboard4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages, and files of the engine, depend on each other in one direction. */
final class CirclesTest {
  /** Circles that cannot be broken, each with its reason. */
  private static final List<String> CIRCLES_OF_FILES = List.of();

  static List<MavenModule> modules() {
    return MavenModule.all();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void noPackagesNeedEachOther(MavenModule module) {
    Map<String, Set<String>> edges = Bytecode.edges(module, JavaClass::getPackageName);
    assertThat(Circles.of(edges)).as("circles of packages:%n%s", Circles.edges(edges)).isEmpty();
  }

  @Test
  void noFilesOfTheEngineNeedEachOther() {
    MavenModule core =
        modules().stream().filter(module -> module.kind() == Kind.CORE).findFirst().orElseThrow();
    Map<String, Set<String>> edges = Bytecode.edges(core, CirclesTest::file);
    Offenders.check(
        "circles of files in core:\n" + Circles.edges(edges), Circles.of(edges), CIRCLES_OF_FILES);
  }

  @Test
  void aCircleIsFoundHoweverLong() {
    Map<String, Set<String>> edges =
        new TreeMap<>(
            Map.of("a", Set.of("b"), "b", Set.of("b", "c"), "c", Set.of("a", "d"), "d", Set.of()));
    assertThat(Circles.of(edges)).containsExactly("a, b, c");
    assertThat(Circles.edges(edges)).isEqualTo("a -> b\nb -> c\nc -> a");
  }

  /** The simple name of the file's type, which stays when a file moves. */
  private static String file(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getSimpleName();
  }
}
