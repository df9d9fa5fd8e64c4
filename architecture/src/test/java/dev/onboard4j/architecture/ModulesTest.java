package dev.onboard4j.architecture;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules see every module, and see it compiled. */
final class ModulesTest {
  static List<MavenModule> modules() {
    return MavenModule.all();
  }

  @Test
  void thisModuleIsBuiltAfterAllOthers() {
    assertThat(Pom.of(MavenModule.ROOT).modules()).last().isEqualTo("architecture");
    assertThat(Pom.of(MavenModule.ROOT.resolve("architecture")).dependencies())
        .containsExactlyInAnyOrderElementsOf(
            modules().stream().map(MavenModule::artifact).toList());
  }

  @Test
  void theBillOfMaterialsOffersEveryModuleButSamplesAndTests() {
    assertThat(MavenModule.published())
        .containsExactlyElementsOf(
            modules().stream()
                .filter(module -> !List.of(Kind.SAMPLE, Kind.HOST_TESTS).contains(module.kind()))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyPackageOfTheSourcesIsCompiledAndNoOther(MavenModule module) {
    assertThat(Bytecode.of(module).stream().filter(not(JavaClass::isAnnotation)))
        .as("compile %s first", module)
        .isNotEmpty();
    assertThat(Bytecode.all().stream().filter(type -> Bytecode.owner(type).isEmpty()))
        .as("classes of no module: remove stale output with 'mvnw clean'")
        .isEmpty();
  }
}
