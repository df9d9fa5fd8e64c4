package dev.onboard4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures name the JDK, our exported types, and the null annotations. */
final class SignatureTest {
  /** Modules whose public types name a library, each with its reason. */
  private static final Map<String, String> WITH_A_LIBRARY =
      Map.of(
          "testkit", "ControlPlaneExtension extends JUnit, EmbeddedGoogle.bind takes Google's",
          "integrations/micrometer", "takes the registry to measure with",
          "integrations/opentelemetry", "takes the OpenTelemetry to trace with",
          "samples/server", "is an application of Spring Boot");

  static List<MavenModule> modules() {
    return MavenModule.all();
  }

  static List<MavenModule> published() {
    return MavenModule.published();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void publicSignaturesNameNoLibrary(MavenModule module) {
    List<String> named = Signatures.named(module, Bytecode::isOfALibrary);
    if (WITH_A_LIBRARY.containsKey(module.name())) {
      assertThat(named).as("take the module off WITH_A_LIBRARY").isNotEmpty();
    } else {
      assertThat(named).isEmpty();
    }
  }

  /** A type that cannot be imported is of no use in a signature. */
  @ParameterizedTest
  @MethodSource("modules")
  void publicSignaturesNameNothingThatIsHidden(MavenModule module) {
    assertThat(Signatures.named(module, SignatureTest::isHidden)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("published")
  void noPublicMethodTakesABoolean(MavenModule module) {
    assertThat(
            Signatures.publicTypes(module)
                .flatMap(type -> type.getMethods().stream())
                .filter(Signatures::isOpen)
                .filter(
                    method ->
                        method.getRawParameterTypes().stream()
                            .anyMatch(type -> type.getName().equals("boolean")))
                .map(method -> method.getFullName()))
        .isEmpty();
  }

  private static boolean isHidden(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    return Bytecode.owner(element)
        .filter(module -> !Signatures.isOpenType(element, module))
        .isPresent();
  }
}
