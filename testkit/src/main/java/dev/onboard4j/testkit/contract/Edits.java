package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What other tools do to our objects, one edit of the world at a time. */
record Edits(Supplier<ContractWorld> worlds) {
  /** A mark that was taken off one of our objects is drift, and the next apply puts it back. */
  Stream<DynamicTest> lostMarks() {
    return each("lost marks", ContractWorld::lostMarks, this::lostMark);
  }

  /** An object of another tool under our name is neither changed nor removed without consent. */
  Stream<DynamicTest> foreignObjects() {
    return each("foreign objects under our names", ContractWorld::foreignObjects, this::foreign);
  }

  /** An object that something of others refers to is not removed; the user is listed. */
  Stream<DynamicTest> users() {
    return each("users of our objects", ContractWorld::users, this::used);
  }

  /**
   * Access that somebody else added is told by plan and drift, and stays without a word of ours.
   */
  Stream<DynamicTest> widenedAccess() {
    return each("widened access", ContractWorld::widenedAccess, this::widened);
  }

  /** A field that cannot be changed in place is replaced, or the plan refuses. */
  Stream<DynamicTest> fixedFields() {
    return each("changed fixed fields", ContractWorld::fixedFields, this::replaced);
  }

  private Stream<DynamicTest> each(
      String what,
      Function<ContractWorld, List<WorldEdit>> edits,
      BiConsumer<ContractWorld, WorldEdit> law) {
    int count;
    List<String> names;
    try (ContractWorld world = worlds.get()) {
      names = edits.apply(world).stream().map(WorldEdit::toString).toList();
      count = names.size();
    }
    assertThat(names).as(what).isNotEmpty();
    Attack.tried(what, count);
    return Stream.iterate(0, i -> i < count, i -> i + 1)
        .map(
            i ->
                DynamicTest.dynamicTest(
                    names.get(i),
                    () -> {
                      try (ContractWorld world = worlds.get()) {
                        law.accept(world, edits.apply(world).get(i));
                      }
                    }));
  }

  private void lostMark(ContractWorld world, WorldEdit edit) {
    Object empty = world.state();
    world.onboarding().plan(world.cluster()).apply();
    Object onboarded = world.state();
    edit.edit().run();
    assertThat(world.state()).as("the edit changes the state").isNotEqualTo(onboarded);
    assertThat(change(world.onboarding().drift(world.cluster()), edit.resource()).action())
        .as("the drift of what lost a mark")
        .isNotEqualTo(Action.KEEP);
    world
        .onboarding()
        .adopt(edit.resource().toString())
        .allow("shared")
        .plan(world.cluster())
        .apply();
    assertThat(world.state()).as("the state after the repair").isEqualTo(onboarded);
    world.onboarding().planRemoval(world.cluster()).apply();
    assertThat(world.state()).as("the state after the removal").isEqualTo(empty);
  }

  private void foreign(ContractWorld world, WorldEdit edit) {
    edit.edit().run();
    Object before = world.state();
    ApplicablePlan planned = world.onboarding().plan(world.cluster());
    Change change = change(planned.plan(), edit.resource());
    assertThat(change.owner()).as("the owner").isIn(Owner.UNMARKED, Owner.OTHER);
    if (change.action().writes()) {
      assertThat(change.gate()).as("the condition").isNotEqualTo(Gate.none());
      attempted(planned);
      assertThat(world.state()).as("the state after an apply without consent").isEqualTo(before);
    }
    attempted(world.onboarding().planRemoval(world.cluster()));
    assertThat(world.state()).as("the state after a removal").isEqualTo(before);
  }

  private void used(ContractWorld world, WorldEdit edit) {
    world.onboarding().plan(world.cluster()).apply();
    edit.edit().run();
    ApplicablePlan planned =
        world.onboarding().allow("shared", "foreign-attachments").planRemoval(world.cluster());
    Change change = change(planned.plan(), edit.resource());
    assertThat(change.action() == Action.KEEP || change.gate() instanceof Gate.Blocked)
        .as("it is kept or blocked: " + change.action() + ", " + change.gate())
        .isTrue();
    assertThat(change.gate() + change.reason() + change.extras())
        .as("what the plan tells")
        .contains(edit.name());
    attempted(planned);
    assertThat(change(world.onboarding().drift(world.cluster()), edit.resource()).owner())
        .as("the owner after the removal")
        .isNotEqualTo(Owner.ABSENT);
  }

  private void widened(ContractWorld world, WorldEdit edit) {
    world.onboarding().plan(world.cluster()).apply();
    assertThat(world.onboarding().drift(world.cluster()).broader())
        .as("broader access of a new onboarding")
        .isEmpty();
    edit.edit().run();
    for (OnboardingPlan told :
        List.of(
            world.onboarding().drift(world.cluster()),
            world.onboarding().plan(world.cluster()).plan())) {
      assertThat(told.broader())
          .as("the broader access in the %s", told.operation())
          .anySatisfy(
              broader -> {
                assertThat(broader.id()).isEqualTo(edit.resource());
                assertThat(broader.text()).contains(edit.name());
              });
    }
    assertThat(Announced.attempt(world, world.onboarding().plan(world.cluster())).succeeded())
        .isTrue();
  }

  private void replaced(ContractWorld world, WorldEdit edit) {
    Object empty = world.state();
    world.onboarding().plan(world.cluster()).apply();
    Object onboarded = world.state();
    edit.edit().run();
    assertThat(world.state()).as("the edit changes the state").isNotEqualTo(onboarded);
    ApplicablePlan planned = world.onboarding().allow("replace").plan(world.cluster());
    Change change = change(planned.plan(), edit.resource());
    if (change.gate() instanceof Gate.Blocked) {
      return;
    }
    assertThat(change.action()).isEqualTo(Action.REPLACE);
    assertThat(world.onboarding().plan(world.cluster()).refusals())
        .as("replacing takes a consent")
        .isNotEmpty();
    assertThat(Announced.attempt(world, planned).succeeded()).isTrue();
    assertThat(world.state()).as("the state after the replacement").isEqualTo(onboarded);
    assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
    world.onboarding().planRemoval(world.cluster()).apply();
    assertThat(world.state()).as("the state after the removal").isEqualTo(empty);
  }

  /** Applies it; a refusal is an answer. */
  private static void attempted(ApplicablePlan planned) {
    try {
      planned.attempt();
    } catch (OnboardingException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  private static Change change(OnboardingPlan plan, ResourceId id) {
    return plan.changes().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the plan has no " + id));
  }
}
