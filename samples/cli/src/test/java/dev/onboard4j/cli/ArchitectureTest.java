package dev.onboard4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The direction of dependencies, and the habits a compiler does not check. */
@AnalyzeClasses(
    packages = "dev.onboard4j",
    importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {
  private static final String SPI = "dev.onboard4j.spi..";
  private static final String MODEL = "dev.onboard4j.model..";
  private static final String CORE = "dev.onboard4j";
  private static final String EKS = "dev.onboard4j.eks..";
  private static final String GKE = "dev.onboard4j.gke..";
  private static final String KUBERNETES = "dev.onboard4j.kubernetes..";
  private static final String RBAC = "dev.onboard4j.rbac..";
  private static final String CASTAI = "dev.onboard4j.castai..";
  private static final String TESTKIT = "dev.onboard4j.testkit..";

  @ArchTest
  static final ArchRule THE_CONTRACT_KNOWS_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAnyPackage(SPI, MODEL)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(SPI, MODEL, "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule THE_ENGINE_KNOWS_NO_CLOUD_AND_NO_PLATFORM =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              EKS,
              GKE,
              KUBERNETES,
              RBAC,
              CASTAI,
              TESTKIT,
              "software.amazon..",
              "com.google.cloud..");

  @ArchTest
  static final ArchRule A_PROVIDER_KNOWS_NO_ENGINE_AND_NO_PLATFORM =
      noClasses()
          .that()
          .resideInAnyPackage(EKS, GKE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CORE, RBAC, CASTAI, TESTKIT);

  @ArchTest
  static final ArchRule ONE_CLOUD_DOES_NOT_KNOW_THE_OTHER =
      noClasses()
          .that()
          .resideInAPackage(GKE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EKS, KUBERNETES, RBAC, "software.amazon..");

  @ArchTest
  static final ArchRule THE_CLUSTERS_HALF_KNOWS_NO_CLOUD_AND_NO_ENGINE =
      noClasses()
          .that()
          .resideInAnyPackage(KUBERNETES, RBAC)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CORE, EKS, GKE, CASTAI, TESTKIT);

  @ArchTest
  static final ArchRule THE_WAY_TO_THE_CLUSTER_KNOWS_NOBODY_WHO_GOES_THERE =
      noClasses()
          .that()
          .resideInAPackage(KUBERNETES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(RBAC);

  @ArchTest
  static final ArchRule PUBLIC_SIGNATURES_OF_THE_WAY_TO_THE_CLUSTER_NAME_NO_LIBRARY =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(KUBERNETES)
          .and()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .haveRawReturnType(ofTheJdkOrOurs())
          .andShould()
          .haveRawParameterTypes(allOfTheJdkOrOurs());

  @ArchTest
  static final ArchRule A_PLATFORM_KNOWS_THE_CONTRACT_ALONE =
      noClasses()
          .that()
          .resideInAPackage(CASTAI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CORE, EKS, GKE, TESTKIT);

  @ArchTest
  static final ArchRule THE_EMBEDDED_CLOUDS_KNOW_NO_PROVIDER =
      noClasses()
          .that()
          .resideInAPackage(TESTKIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EKS, GKE, KUBERNETES, RBAC, CASTAI);

  @ArchTest
  static final ArchRule THE_PACKAGES_OF_THE_TESTKIT_FORM_NO_CIRCLE =
      slices().matching("dev.onboard4j.testkit.(*)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule WHAT_ANY_TEST_USES_KNOWS_NO_EMBEDDED_CLOUD =
      noClasses()
          .that()
          .resideInAPackage("dev.onboard4j.testkit")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.onboard4j.testkit.*");

  @ArchTest
  static final ArchRule PUBLIC_SIGNATURES_OF_THE_ENGINE_NAME_NO_LIBRARY =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(CORE)
          .and()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .haveRawReturnType(ofTheJdkOrOurs());

  @ArchTest
  static final ArchRule NO_PUBLIC_METHOD_TAKES_A_BOOLEAN =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(CORE, SPI, MODEL, EKS, GKE, KUBERNETES, RBAC, TESTKIT)
          .and()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .notHaveRawParameterTypes(new HasBoolean());

  @ArchTest
  static final ArchRule NO_STATIC_FIELD_CAN_BE_REASSIGNED =
      fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule LIBRARIES_DO_NOT_PRINT =
      noClasses()
          .that()
          .resideInAnyPackage(CORE, SPI, MODEL, EKS, GKE, KUBERNETES, RBAC, CASTAI, TESTKIT)
          // Prints into the output of a build how many cases an attack suite tried.
          .and()
          .doNotHaveSimpleName("Attack")
          .should(ACCESS_STANDARD_STREAMS);

  private static DescribedPredicate<JavaClass> ofTheJdkOrOurs() {
    return DescribedPredicate.describe(
        "of the JDK or ours",
        type ->
            type.isPrimitive()
                || type.getBaseComponentType().isPrimitive()
                || type.getPackageName().startsWith("java.")
                || type.getPackageName().startsWith("dev.onboard4j"));
  }

  private static DescribedPredicate<List<? extends JavaClass>> allOfTheJdkOrOurs() {
    return DescribedPredicate.describe(
        "all of the JDK or ours", types -> types.stream().allMatch(ofTheJdkOrOurs()));
  }

  private static final class HasBoolean extends DescribedPredicate<List<? extends JavaType>> {
    HasBoolean() {
      super("a boolean");
    }

    @Override
    public boolean test(List<? extends JavaType> types) {
      return types.stream().anyMatch(type -> type.getName().equals("boolean"));
    }
  }

  /** Names, documents and permissions are blueprint data. */
  @ParameterizedTest
  @ValueSource(strings = {"provider-eks", "provider-gke", "k8s-client", "k8s-rbac"})
  void noProviderKnowsThePlatform(String provider) throws IOException {
    Path sources = Path.of("../..", provider, "src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file).toLowerCase(Locale.ROOT))
                      .doesNotContain("cast ai", "castai", "\"cast", "arn:aws:"));
    }
  }
}
