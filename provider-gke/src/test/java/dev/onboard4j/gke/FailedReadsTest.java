package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.admin.v1.DeleteRoleRequest;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.plan.Action;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A failed read is never absence: each read of each verb fails in every way, before the plan or
 * between the plan and the apply; nothing is written and no absence is reported.
 */
final class FailedReadsTest {
  /** Preflight reads are optional: without their answer a permission is unknown. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "iam.serviceAccounts.testIamPermissions",
          "orgpolicy.policy.get",
          "resourcemanager.projects.testIamPermissions");

  private enum Moment {
    BEFORE_THE_PLAN,
    BEFORE_THE_APPLY
  }

  /** An onboarded cluster in a project with another onboarded cluster. */
  private static GoogleWorld onboarded() {
    GoogleWorld world = GoogleWorld.start();
    world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1", "other"));
    keyed(world).plan(GkeCluster.of(GoogleWorld.PROJECT, "us-east1", "other")).apply();
    keyed(world).plan(world.cluster()).apply();
    return world;
  }

  private static Onboarding keyed(GoogleWorld world) {
    return world.onboarding().allow("shared");
  }

  private static List<String> reads(Operation verb) {
    try (GoogleWorld world = onboarded()) {
      world.google().forgetCalls();
      plan(world, verb);
      return world.calls().stream()
          .map(RecordedCall::name)
          .filter(name -> !OPTIONAL.contains(name))
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static ApplicablePlan plan(GoogleWorld world, Operation verb) {
    return verb == Operation.REMOVE
        ? keyed(world).planRemoval(world.cluster())
        : keyed(world).set("gke.node-account-ids", "111").plan(world.cluster());
  }

  /** The ways in which a read fails, by name. */
  private static Map<String, Consumer<GoogleWorld>> failures(String read) {
    Map<String, Consumer<GoogleWorld>> all = new LinkedHashMap<>();
    for (Fault.Kind kind :
        List.of(
            Fault.Kind.DENY,
            Fault.Kind.THROTTLE,
            Fault.Kind.UNAVAILABLE,
            Fault.Kind.ERROR,
            Fault.Kind.RESET_BEFORE,
            Fault.Kind.TRUNCATE)) {
      all.put(kind + " at " + read, world -> world.faults().always(read, Fault.of(kind)));
    }
    return all;
  }

  /** The ways in which a whole API fails, by name. */
  private static Map<String, Consumer<GoogleWorld>> apiFailures() {
    Map<String, Consumer<GoogleWorld>> all = new LinkedHashMap<>();
    for (String api : List.of("cloudresourcemanager", "container", "iam")) {
      String service = api + ".googleapis.com";
      all.put(
          service + " disabled for the caller's project",
          world -> world.google().refuseInCallersProject(service, 10_000));
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> aFailedReadWritesNothing() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Operation verb : List.of(Operation.APPLY, Operation.DRIFT, Operation.REMOVE)) {
      Map<String, Consumer<GoogleWorld>> all = new LinkedHashMap<>(apiFailures());
      reads(verb).forEach(read -> all.putAll(failures(read)));
      for (Moment moment : Moment.values()) {
        all.forEach(
            (name, failure) ->
                tests.add(
                    DynamicTest.dynamicTest(
                        verb + ", " + name + ", " + moment, () -> fails(verb, moment, failure))));
      }
    }
    Attack.tried("reads of GKE that fail", tests.size());
    return tests.stream();
  }

  private static void fails(Operation verb, Moment moment, Consumer<GoogleWorld> failure) {
    try (GoogleWorld world = onboarded()) {
      if (verb == Operation.DRIFT) {
        drifts(world, failure);
      } else {
        applies(world, verb, moment, failure);
      }
    }
  }

  private static void drifts(GoogleWorld world, Consumer<GoogleWorld> failure) {
    failure.accept(world);
    try {
      assertThat(keyed(world).drift(world.cluster()).changes())
          .as("a failed read is reported as absence")
          .noneMatch(change -> change.action() == Action.CREATE);
    } catch (OnboardingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void applies(
      GoogleWorld world, Operation verb, Moment moment, Consumer<GoogleWorld> failure) {
    Optional<ApplicablePlan> early =
        moment == Moment.BEFORE_THE_APPLY ? Optional.of(plan(world, verb)) : Optional.empty();
    failure.accept(world);
    Object before = world.google().state();
    try {
      early.orElseGet(() -> plan(world, verb)).attempt();
    } catch (OnboardingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    assertThat(world.google().state()).as("written after a failed read").isEqualTo(before);
  }

  @Test
  void theLawCatchesAReadThatCountsAsAbsence() {
    // To the provider, an absent role looks as a failed read does that counts as absence.
    Consumer<GoogleWorld> absent = FailedReadsTest::deleteRole;
    assertThatThrownBy(() -> fails(Operation.APPLY, Moment.BEFORE_THE_PLAN, absent))
        .hasMessageContaining("written after a failed read");
    assertThatThrownBy(() -> fails(Operation.DRIFT, Moment.BEFORE_THE_PLAN, absent))
        .hasMessageContaining("a failed read is reported as absence");
  }

  private static void deleteRole(GoogleWorld world) {
    try (IAMClient iam = GoogleClients.iam(world.google())) {
      iam.getStub()
          .deleteRoleCallable()
          .call(
              DeleteRoleRequest.newBuilder()
                  .setName("projects/my-project/roles/castai.gkeAccess")
                  .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
