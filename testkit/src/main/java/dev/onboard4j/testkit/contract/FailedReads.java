package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A failed read is never absence: each read of each operation fails in every way, before the plan
 * or between the plan and the apply; nothing is written and no absence is reported.
 */
final class FailedReads {
  private static final String AT = " at ";
  private static final List<Fault.Kind> KINDS =
      List.of(
          Fault.Kind.DENY,
          Fault.Kind.THROTTLE,
          Fault.Kind.UNAVAILABLE,
          Fault.Kind.ERROR,
          Fault.Kind.RESET_BEFORE,
          Fault.Kind.TRUNCATE);

  private final Supplier<ContractWorld> worlds;
  private final int sample;
  private final Map<Situation, Prepared> kept = new EnumMap<>(Situation.class);

  FailedReads(Supplier<ContractWorld> worlds, int sample) {
    this.worlds = worlds;
    this.sample = sample;
  }

  /** What is onboarded, and what is asked of it. */
  private enum Situation {
    FIRST_APPLY(Operation.APPLY, false),
    APPLY(Operation.APPLY, true),
    DRIFT(Operation.DRIFT, true),
    REMOVE(Operation.REMOVE, true);

    private final Operation operation;
    private final boolean onboarded;

    Situation(Operation operation, boolean onboarded) {
      this.operation = operation;
      this.onboarded = onboarded;
    }
  }

  private enum Moment {
    BEFORE_THE_PLAN,
    BEFORE_THE_APPLY
  }

  /**
   * One case.
   *
   * @param passes whether the failure ends with the {@link Faults}
   */
  private record Case(
      Situation situation,
      Moment moment,
      String name,
      Consumer<ContractWorld> failure,
      boolean passes) {
    @Override
    public String toString() {
      return situation + ", " + name + ", " + moment;
    }
  }

  /** A world that serves several cases, as a case that keeps the law changes nothing. */
  private record Prepared(ContractWorld world, ApplicablePlan undisturbed, Object state) {}

  Stream<DynamicTest> tests() {
    List<Case> cases = new ArrayList<>();
    for (Situation situation : Situation.values()) {
      Map<String, Consumer<ContractWorld>> failures = failures(situation);
      assertThat(failures).as("the reads of " + situation).isNotEmpty();
      for (Moment moment : Moment.values()) {
        failures.forEach((name, fails) -> cases.add(of(situation, moment, name, fails)));
      }
    }
    return Attack.sample("reads that fail", cases, sample).stream()
        .map(one -> DynamicTest.dynamicTest(one.toString(), () -> fails(one)))
        .onClose(this::discardAll);
  }

  private static Case of(
      Situation situation, Moment moment, String name, Consumer<ContractWorld> fails) {
    return new Case(situation, moment, name, fails, name.contains(AT));
  }

  private Map<String, Consumer<ContractWorld>> failures(Situation situation) {
    Map<String, Consumer<ContractWorld>> all = new LinkedHashMap<>();
    try (ContractWorld world = prepared(situation)) {
      int before = world.calls().size();
      plan(situation, world);
      Set<String> reads =
          world.calls().stream()
              .skip(before)
              .map(RecordedCall::name)
              .collect(Collectors.toCollection(TreeSet::new));
      reads.removeAll(world.optionalReads());
      for (String read : reads) {
        KINDS.forEach(
            kind -> all.put(kind + AT + read, w -> w.faults().always(read, Fault.of(kind))));
      }
      world
          .readFailures()
          .keySet()
          .forEach(
              name -> all.put(name, w -> Objects.requireNonNull(w.readFailures().get(name)).run()));
    }
    return all;
  }

  private ContractWorld prepared(Situation situation) {
    ContractWorld world = worlds.get();
    if (situation.onboarded) {
      world.neighbours().forEach(other -> world.onboarding().plan(other).apply());
      onboarding(world).plan(world.cluster()).apply();
    }
    return world;
  }

  private static Onboarding onboarding(ContractWorld world) {
    return world.onboarding().allow("shared");
  }

  private static ApplicablePlan plan(Situation situation, ContractWorld world) {
    return switch (situation) {
      case REMOVE -> onboarding(world).planRemoval(world.cluster());
      case APPLY -> changed(world).plan(world.cluster());
      default -> onboarding(world).plan(world.cluster());
    };
  }

  /** With another value of a setting, if there is one, so that the second apply has to write. */
  private static Onboarding changed(ContractWorld world) {
    return world.settings().values().stream()
        .skip(1)
        .findFirst()
        .map(value -> value.apply(onboarding(world)))
        .orElseGet(() -> onboarding(world));
  }

  private void fails(Case one) {
    Prepared prepared = kept.computeIfAbsent(one.situation, this::ready);
    boolean held = false;
    try {
      fails(one, prepared);
      held = true;
    } finally {
      if (!held || !one.passes) {
        discard(one.situation);
      }
    }
  }

  private Prepared ready(Situation situation) {
    ContractWorld world = prepared(situation);
    ApplicablePlan undisturbed = plan(situation, world);
    return new Prepared(world, undisturbed, world.state());
  }

  private static void fails(Case one, Prepared prepared) {
    ContractWorld world = prepared.world;
    ApplicablePlan undisturbed = prepared.undisturbed;
    one.failure.accept(world);
    try {
      run(one, world, undisturbed);
    } catch (OnboardingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    world.faults().clear();
    assertThat(world.state()).as("the state after %s", one).isEqualTo(prepared.state);
  }

  private void discard(Situation situation) {
    Prepared used = kept.remove(situation);
    if (used != null) {
      used.world.close();
    }
  }

  private void discardAll() {
    List.copyOf(kept.keySet()).forEach(this::discard);
  }

  private static void run(Case one, ContractWorld world, ApplicablePlan undisturbed) {
    if (one.situation.operation == Operation.DRIFT) {
      nothingGone(one, undisturbed.plan(), onboarding(world).drift(world.cluster()));
      return;
    }
    ApplicablePlan planned =
        one.moment == Moment.BEFORE_THE_APPLY ? undisturbed : plan(one.situation, world);
    nothingGone(one, undisturbed.plan(), planned.plan());
    boolean succeeded = planned.attempt().succeeded();
    assertThat(succeeded && undisturbed.plan().hasChanges())
        .as("the run reports success: %s", one)
        .isFalse();
  }

  private static void nothingGone(Case one, OnboardingPlan undisturbed, OnboardingPlan disturbed) {
    Set<ResourceId> gone = absent(disturbed);
    gone.removeAll(absent(undisturbed));
    assertThat(gone).as("exists, and is reported as absent: %s", one).isEmpty();
  }

  private static Set<ResourceId> absent(OnboardingPlan plan) {
    return plan.changes().stream()
        .filter(change -> change.owner() == Owner.ABSENT)
        .map(change -> change.id())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
