package dev.onboard4j.engine;

import dev.onboard4j.Onboarding;
import dev.onboard4j.json.Json;
import dev.onboard4j.json.StateJson;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Resource.ManualSteps;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What each verb makes of every sort of object, written down once and read by a person. */
final class DecisionsTest {
  private static final State WANTED =
      State.builder().fixed("path", "/").known("size", 1).members("grants", Set.of("read")).build();
  private static final State CHANGED =
      State.builder()
          .fixed("path", "/")
          .known("size", 9)
          .members("grants", Set.of("read", "theirs"))
          .build();
  private static final State MOVED =
      State.builder()
          .fixed("path", "/else/")
          .known("size", 1)
          .members("grants", Set.of("read", "old"))
          .build();
  private static final State RETIRED = State.builder().members("grants", Set.of("old")).build();

  @Test
  void everyVerbDecidesAsWrittenDown() {
    StringBuilder table = new StringBuilder();
    for (Operation verb : Operation.values()) {
      for (Owner owner : Owner.values()) {
        for (State state : List.of(WANTED, CHANGED, MOVED)) {
          table.append(line(verb, owner, state, one -> one));
          if (owner == Owner.ABSENT || owner == Owner.UNREADABLE) {
            break;
          }
        }
      }
      table.append(line(verb, Owner.ABSENT, WANTED, DecisionsTest::byHand));
      table.append(line(verb, Owner.OURS, WANTED, DecisionsTest::byHand));
      table.append(line(verb, Owner.OURS, CHANGED, DecisionsTest::byHand));
    }
    Golden.check("decisions", table.toString());
  }

  private static Resource byHand(Resource resource) {
    return Resource.manual(
        resource.id(), resource.kind(), ManualSteps.of("add this", "take that away"));
  }

  private static String line(
      Operation verb, Owner owner, State state, UnaryOperator<Resource> more) {
    MemoryCloud cloud = new MemoryCloud();
    cloud.thing("a", WANTED, one -> more.apply(one.retiring(RETIRED)));
    if (owner != Owner.ABSENT) {
      cloud.put("a", state, owner);
    }
    Onboarding onboarding = cloud.onboarding();
    OnboardingPlan plan =
        switch (verb) {
          case APPLY -> onboarding.plan(MemoryCloud.cluster()).plan();
          case REMOVE -> onboarding.planRemoval(MemoryCloud.cluster()).plan();
          case DRIFT -> onboarding.drift(MemoryCloud.cluster());
        };
    Change change = plan.changes().get(0);
    String found =
        state.equals(WANTED) ? "as wanted" : state.equals(CHANGED) ? "changed" : "elsewhere";
    return String.format(
        "%s of %s %s%n  %s: %s%n  %s %s%n  before %s after %s%n  extras %s needs %s%n",
        verb,
        owner,
        owner == Owner.ABSENT || owner == Owner.UNREADABLE ? "" : found,
        change.action(),
        change.reason(),
        change.gate(),
        change.diff(),
        Json.line(StateJson.write(change.before())),
        Json.line(StateJson.write(change.after())),
        change.extras(),
        change.permissions().stream().map(one -> one.permission()).toList());
  }
}
