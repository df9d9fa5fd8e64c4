package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.iam.v1.Binding;
import dev.onboard4j.Onboarding;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Fault;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A permanent refusal ends the step at once, and tells Google's words once. */
final class ErrorsOnceTest {
  @TempDir private Path folder;

  /**
   * One refusal.
   *
   * @param cause makes Google refuse
   * @param words Google's words
   * @param settings the settings of the run
   */
  private record Refusal(Consumer<GoogleWorld> cause, String words, Map<String, String> settings) {
    static Refusal of(Consumer<GoogleWorld> cause, String words) {
      return new Refusal(cause, words, Map.of());
    }
  }

  private static Map<String, Refusal> refusals() {
    Map<String, Refusal> all = new LinkedHashMap<>();
    all.put(
        "a wrong principal",
        Refusal.of(
            world -> world.google().unknownPrincipal(GoogleWorld.PROJECT, GoogleWorld.PLATFORM),
            "Service account " + GoogleWorld.PLATFORM + " does not exist."));
    all.put(
        "a member of another organization",
        Refusal.of(
            world -> enforce(world, "constraints/iam.allowedPolicyMemberDomains"),
            "One or more users named in the policy do not belong to a permitted customer."));
    all.put(
        "too many members in the policy of the project",
        Refusal.of(
            ErrorsOnceTest::fillPolicy,
            "The number of members in the policy is larger than 1,500."));
    all.put(
        "an account that another tool made invalid in the policy",
        Refusal.of(
            world -> {
              world
                  .google()
                  .unknownPrincipal(GoogleWorld.PROJECT, "gone@x.iam.gserviceaccount.com");
              world
                  .google()
                  .bind(
                      GoogleWorld.PROJECT,
                      GoogleWorld.binding(
                          "roles/viewer", "serviceAccount:gone@x.iam.gserviceaccount.com"));
            },
            "Service account gone@x.iam.gserviceaccount.com does not exist."));
    for (String form : new String[] {"iam.", "iam.managed."}) {
      all.put(
          "a forbidden key, " + form,
          new Refusal(
              world -> {
                enforce(world, "constraints/" + form + "disableServiceAccountKeyCreation");
                world.faults().always("orgpolicy.policy.get", Fault.of(Fault.Kind.DENY));
              },
              "Key creation is not allowed on this service account.",
              Map.of("gke.access", "key")));
      all.put(
          "a forbidden account, " + form,
          Refusal.of(
              world -> {
                enforce(world, "constraints/" + form + "disableServiceAccountCreation");
                world.faults().always("orgpolicy.policy.get", Fault.of(Fault.Kind.DENY));
              },
              "Service account creation is not allowed on this project."));
    }
    return all;
  }

  private static void enforce(GoogleWorld world, String constraint) {
    world.google().enforce(GoogleWorld.PROJECT, constraint);
  }

  private static void fillPolicy(GoogleWorld world) {
    Binding.Builder crowd = Binding.newBuilder().setRole("roles/browser");
    for (int i = 0; i < 1_498; i++) {
      crowd.addMembers("user:" + i + "@example.com");
    }
    world.google().bind(GoogleWorld.PROJECT, crowd.build());
  }

  @TestFactory
  Stream<DynamicTest> aPermanentRefusalEndsAtOnceInGooglesWords() {
    Attack.tried("permanent refusals of GKE", refusals().size());
    return refusals().entrySet().stream()
        .map(
            refusal ->
                DynamicTest.dynamicTest(refusal.getKey(), () -> endsAtOnce(refusal.getValue())));
  }

  private void endsAtOnce(Refusal refusal) {
    VirtualTime time = new VirtualTime();
    try (GoogleWorld world = GoogleWorld.withIam()) {
      Onboarding onboarding =
          world
              .onboarding()
              .set(refusal.settings())
              .secretsDirectory(folder.resolve("s" + world.hashCode()))
              .time(time);
      // Without this, the wait for the API that is enabled counts as well.
      world.google().enable(GoogleWorld.PROJECT, "compute.googleapis.com");
      refusal.cause().accept(world);
      Instant start = time.now();
      List<Outcome> failed =
          onboarding.plan(world.cluster()).attempt().outcomes().values().stream()
              .filter(outcome -> !outcome.good() && !(outcome instanceof Outcome.Skipped))
              .toList();
      assertThat(failed).singleElement().isInstanceOf(Outcome.Failed.class);
      String told = ((Outcome.Failed) failed.get(0)).error().getMessage();
      assertThat(told.split(java.util.regex.Pattern.quote(refusal.words()), -1))
          .as("Google's words in: " + told)
          .hasSize(2);
      assertThat(Duration.between(start, time.now())).as("waited").isZero();
    }
  }

  @Test
  void theLawCatchesAWait() {
    Refusal passing =
        Refusal.of(
            world ->
                world
                    .faults()
                    .on("resourcemanager.projects.setIamPolicy", 1, Fault.of(Fault.Kind.DENY)),
            "Permission 'resourcemanager.projects.setIamPolicy' denied");
    endsAtOnce(passing);
    Refusal waiting =
        Refusal.of(
            world -> {
              world.faults().on("iam.roles.create", 1, Fault.of(Fault.Kind.UNAVAILABLE));
              world
                  .faults()
                  .on("resourcemanager.projects.setIamPolicy", 1, Fault.of(Fault.Kind.DENY));
            },
            "Permission 'resourcemanager.projects.setIamPolicy' denied");
    assertThatThrownBy(() -> endsAtOnce(waiting)).hasMessageContaining("waited");
  }

  @Test
  void aDenialOnAFreshAccountIsWaitedForAndThenToldInGooglesWords() {
    VirtualTime time = new VirtualTime();
    try (GoogleWorld world = GoogleWorld.withIam()) {
      var planned = world.onboarding().time(time).plan(world.cluster());
      world.faults().always("iam.serviceAccounts.setIamPolicy", Fault.of(Fault.Kind.DENY));
      Instant start = time.now();
      assertThat(planned.attempt().outcomes().values())
          .filteredOn(Outcome.Failed.class::isInstance)
          .singleElement()
          .satisfies(
              outcome ->
                  assertThat(((Outcome.Failed) outcome).error())
                      .hasMessageContaining(
                          "Permission 'iam.serviceAccounts.setIamPolicy' denied"));
      assertThat(Duration.between(start, time.now()))
          .isBetween(Duration.ofSeconds(100), Duration.ofMinutes(4));
    }
  }
}
