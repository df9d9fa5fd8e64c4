package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.plan.Action;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private enum Moment {
    BEFORE_THE_PLAN,
    BEFORE_THE_APPLY
  }

  private EmbeddedWorld shared;
  private Object untouched;

  /** An onboarded cluster in an account with another onboarded cluster. */
  private static EmbeddedWorld onboarded() {
    EmbeddedWorld world = EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", "prod").ipv6());
    world.aws().cluster(EksClusterSpec.of("eu-west-1", "other"));
    world
        .onboarding()
        .set("platform.cluster-id", "99999999-0000-4000-8000-000000000000")
        .plan(EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", "other"))
        .apply();
    onboarding(world).plan(world.cluster()).apply();
    return world;
  }

  private static Onboarding onboarding(EmbeddedWorld world) {
    return world.onboarding().allow("shared", "foreign-attachments");
  }

  private static List<String> reads(Operation verb) {
    try (EmbeddedWorld world = onboarded()) {
      world.aws().forgetCalls();
      plan(world, verb);
      return world.calls().stream().map(RecordedCall::name).distinct().sorted().toList();
    }
  }

  private static ApplicablePlan plan(EmbeddedWorld world, Operation verb) {
    return verb == Operation.REMOVE
        ? onboarding(world).planRemoval(world.cluster())
        : onboarding(world).set("eks.tags", "team=a").plan(world.cluster());
  }

  /** The ways in which a read fails, by name. */
  private static Map<String, Consumer<EmbeddedWorld>> failures(String read) {
    Map<String, Consumer<EmbeddedWorld>> all = new LinkedHashMap<>();
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

  @TestFactory
  Stream<DynamicTest> aFailedReadWritesNothing() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Operation verb : List.of(Operation.APPLY, Operation.DRIFT, Operation.REMOVE)) {
      Map<String, Consumer<EmbeddedWorld>> all = new LinkedHashMap<>();
      reads(verb).forEach(read -> all.putAll(failures(read)));
      for (Moment moment : moments(verb)) {
        all.forEach(
            (name, failure) ->
                tests.add(
                    DynamicTest.dynamicTest(
                        verb + ", " + name + ", " + moment,
                        () -> fails(world(), verb, moment, failure))));
      }
    }
    Attack.tried("reads of EKS that fail", tests.size());
    return tests.stream().onClose(this::discard);
  }

  private static List<Moment> moments(Operation verb) {
    return verb == Operation.DRIFT ? List.of(Moment.BEFORE_THE_PLAN) : List.of(Moment.values());
  }

  /** One world serves all cases until a case changes it. */
  private EmbeddedWorld world() {
    if (shared != null && !shared.state().equals(untouched)) {
      discard();
    }
    if (shared == null) {
      shared = onboarded();
      untouched = shared.state();
    }
    shared.faults().clear();
    return shared;
  }

  private void discard() {
    if (shared != null) {
      shared.close();
      shared = null;
    }
  }

  private static void fails(
      EmbeddedWorld world, Operation verb, Moment moment, Consumer<EmbeddedWorld> failure) {
    if (verb == Operation.DRIFT) {
      drifts(world, failure);
    } else {
      applies(world, verb, moment, failure);
    }
  }

  private static void drifts(EmbeddedWorld world, Consumer<EmbeddedWorld> failure) {
    failure.accept(world);
    try {
      assertThat(onboarding(world).drift(world.cluster()).changes())
          .as("a failed read is reported as absence")
          .noneMatch(change -> change.action() == Action.CREATE);
    } catch (OnboardingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void applies(
      EmbeddedWorld world, Operation verb, Moment moment, Consumer<EmbeddedWorld> failure) {
    Optional<ApplicablePlan> early =
        moment == Moment.BEFORE_THE_APPLY ? Optional.of(plan(world, verb)) : Optional.empty();
    failure.accept(world);
    Object before = world.state();
    try {
      early.orElseGet(() -> plan(world, verb)).attempt();
    } catch (OnboardingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    assertThat(world.state()).as("written after a failed read").isEqualTo(before);
  }

  @Test
  void theLawCatchesAReadThatCountsAsAbsence() {
    // To the provider, an absent profile looks as a failed read does that counts as absence.
    Consumer<EmbeddedWorld> absent =
        world -> {
          String name = "cast-prod-eks-3b1a9f20";
          ByHand.iam(
              world,
              "RemoveRoleFromInstanceProfile",
              "InstanceProfileName",
              name,
              "RoleName",
              name);
          ByHand.iam(world, "DeleteInstanceProfile", "InstanceProfileName", name);
        };
    try (EmbeddedWorld world = onboarded()) {
      assertThatThrownBy(() -> fails(world, Operation.DRIFT, Moment.BEFORE_THE_PLAN, absent))
          .hasMessageContaining("a failed read is reported as absence");
    }
    try (EmbeddedWorld world = onboarded()) {
      assertThatThrownBy(() -> fails(world, Operation.APPLY, Moment.BEFORE_THE_PLAN, absent))
          .hasMessageContaining("written after a failed read");
    }
  }
}
