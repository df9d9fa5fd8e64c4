package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.contract.Attack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A permanent refusal ends the step at once, in Azure's words, with what to do. */
final class ErrorsOnceTest {
  @TempDir private Path folder;

  /**
   * One refusal.
   *
   * @param cause makes Azure refuse
   * @param words Azure's words
   * @param remedy part of what to do
   */
  private record Refusal(
      Consumer<AzureWorld> cause, String words, String remedy, Map<String, String> settings) {}

  private static final Map<String, String> SECRET =
      Map.of("aks.access", "secret", "aks.secret-days", "365");

  private static Map<String, Refusal> refusals() {
    Map<String, Refusal> all = new LinkedHashMap<>();
    all.put(
        "a name of a role that another one has in the tenant",
        new Refusal(
            ErrorsOnceTest::takeTheName,
            "A role definition cannot be updated with a name that already exists.",
            "another role of the tenant has this name",
            Map.of()));
    all.put(
        "a policy that forbids secrets",
        new Refusal(
            world -> world.azure().withoutSecrets(),
            "CredentialTypeNotAllowedAsPerAppPolicy",
            "aks.access=federation",
            SECRET));
    all.put(
        "a policy that limits the life of secrets",
        new Refusal(
            world -> world.azure().secretsUpTo(Duration.ofDays(30)),
            "CredentialInvalidLifetimeAsPerAppPolicy",
            "aks.secret-days",
            SECRET));
    all.put(
        "a provider that is not registered",
        new Refusal(
            world -> world.azure().unregister(AzureWorld.SUBSCRIPTION, "Microsoft.ManagedIdentity"),
            "is not registered to use namespace",
            "az provider register",
            Map.of("aks.access", "managed-identity")));
    all.put(
        "a condition on what the caller may assign",
        new Refusal(
            world -> world.azure().assignOnly(List.of("/some/other/role")),
            "ABAC condition not fulfilled",
            "condition",
            Map.of()));
    return all;
  }

  /** In a subscription whose roles a listing at the cluster does not show. */
  private static void takeTheName(AzureWorld world) {
    String scope = "/subscriptions/99999999-2222-4333-8444-555555555555/resourceGroups/far";
    world.azure().group("99999999-2222-4333-8444-555555555555", "far");
    world
        .rest()
        .put(
            scope
                + "/providers/Microsoft.Authorization/roleDefinitions/"
                + "0f0f0f0f-1111-4222-8333-444455556666?api-version=2022-04-01",
            Map.of(
                "properties",
                Map.of(
                    "roleName", AzureWorld.ROLE,
                    "permissions", List.of(Map.of("actions", List.of("Microsoft.Compute/*/read"))),
                    "assignableScopes", List.of(scope))));
  }

  @TestFactory
  Stream<DynamicTest> aPermanentRefusalEndsAtOnceInAzuresWords() {
    Attack.tried("permanent refusals of AKS", refusals().size());
    return refusals().entrySet().stream()
        .map(
            refusal ->
                DynamicTest.dynamicTest(refusal.getKey(), () -> endsAtOnce(refusal.getValue())));
  }

  private void endsAtOnce(Refusal refusal) {
    VirtualTime time = new VirtualTime();
    try (AzureWorld world = AzureWorld.start()) {
      Onboarding onboarding =
          world
              .onboarding()
              .set(refusal.settings())
              .secretsDirectory(folder.resolve("s" + System.identityHashCode(world.azure())))
              .time(time);
      refusal.cause().accept(world);
      Instant start = time.now();
      List<OnboardingException> failed =
          onboarding.plan(world.cluster()).attempt().outcomes().values().stream()
              .filter(Outcome.Failed.class::isInstance)
              .map(outcome -> ((Outcome.Failed) outcome).error())
              .toList();
      assertThat(failed)
          .isNotEmpty()
          .allSatisfy(
              e -> {
                assertThat(e.getMessage()).contains(refusal.words());
                assertThat(e.remedy()).contains(refusal.remedy());
              });
      assertThat(Duration.between(start, time.now())).as("waited").isZero();
    }
  }
}
