package dev.onboard4j.engine;

import static dev.onboard4j.engine.ScriptedHandler.ours;
import static dev.onboard4j.engine.ScriptedHandler.size;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Writes of several requests that end in the middle, and reads that show their effect late. */
final class LateEffectTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private ScriptedHandler thing(BiFunction<RequestContext, StateChange, Observed> write) {
    return thing(write, resource -> resource);
  }

  private ScriptedHandler thing(
      BiFunction<RequestContext, StateChange, Observed> write, UnaryOperator<Resource> more) {
    ScriptedHandler handler = new ScriptedHandler(write);
    cloud.resources.add(
        more.apply(Resource.of(MemoryCloud.id("a"), ResourceKind.ROLE, size(1), handler)));
    return handler;
  }

  private Outcome applied(Onboarding onboarding) {
    return onboarding.plan(MemoryCloud.cluster()).attempt().outcomes().get(MemoryCloud.id("a"));
  }

  private Outcome applied() {
    return applied(cloud.onboarding());
  }

  private static <T> T sent(RequestContext requests, T reply) {
    return requests.write(MemoryCloud.WRITE, () -> reply);
  }

  private static Observed lost(RequestContext requests) {
    return requests.write(
        MemoryCloud.WRITE,
        () -> {
          throw MemoryCloud.failure(Category.UNKNOWN_OUTCOME);
        });
  }

  private static Observed refused(RequestContext requests) {
    return requests.write(
        MemoryCloud.WRITE,
        () -> {
          throw MemoryCloud.failure(Category.CALLER);
        });
  }

  /** The first request has its effect; then the handler itself fails. */
  private static Observed half(RequestContext requests) {
    sent(requests, true);
    throw MemoryCloud.failure(Category.CALLER);
  }

  @Test
  void afterAFailureInTheMiddleAnEffectThatShowsLateIsWaitedFor() {
    ScriptedHandler handler = thing((requests, change) -> half(requests));
    // Read by the plan and before the write; then two reads that lag.
    for (int i = 0; i < 4; i++) {
      handler.first.add(Observed.absent());
    }
    handler.seen = ours(size(1));
    assertThat(applied()).isEqualTo(new Outcome.Done());
    assertThat(handler.writes).hasValue(1);
  }

  @Test
  void afterAFailureInTheMiddleAnotherStateDoesNotEndTheWait() {
    ScriptedHandler handler = thing((requests, change) -> half(requests));
    handler.first.add(Observed.absent());
    handler.first.add(Observed.absent());
    handler.first.add(ours(size(0)));
    handler.seen = ours(size(1));
    assertThat(applied()).isEqualTo(new Outcome.Done());
  }

  @Test
  void afterAFailureInTheMiddleAReadableStateThatNeverArrivesIsAFailure() {
    ScriptedHandler handler = thing((requests, change) -> half(requests));
    Outcome outcome = applied();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).hasMessage("planned CALLER"));
    assertThat(handler.writes).hasValue(1);
  }

  @Test
  void afterAFailureInTheMiddleAnUnreadableObjectLeavesTheOutcomeUnknown() {
    ScriptedHandler handler = thing((requests, change) -> half(requests));
    handler.first.add(Observed.absent());
    handler.first.add(Observed.absent());
    handler.seen = Observed.of(State.empty(), Owner.UNREADABLE);
    assertThat(applied()).isInstanceOf(Outcome.Unknown.class);
    assertThat(handler.reads.get()).isLessThan(6);
  }

  @Test
  void aHandlerThatWaitedInVainIsReadOnceMoreAndNotWaitedForAgain() {
    ScriptedHandler handler =
        thing(
            (requests, change) -> {
              sent(requests, true);
              return requests.await("an effect", Optional::<Observed>empty);
            });
    FakeTime time = new FakeTime();
    applied(cloud.onboarding().time(time));
    int reads = handler.reads.get();
    assertThat(reads).isBetween(2, 3);
  }

  @Test
  void anObjectThatAppearsHalfAfterALostReplyIsFinishedAndNotMadeAgain() {
    AtomicInteger creations = new AtomicInteger();
    ScriptedHandler handler =
        thing(
            (requests, change) -> {
              if (change.before().isEmpty() && creations.incrementAndGet() == 1) {
                return lost(requests);
              }
              return sent(requests, ours(size(1)));
            },
            Resource::identifiedByServer);
    for (int i = 0; i < 4; i++) {
      handler.first.add(Observed.absent());
    }
    handler.seen = ours(State.empty());
    assertThat(applied()).isEqualTo(new Outcome.Done());
    assertThat(handler.writes).hasValue(2);
  }

  @Test
  void anUpdateOfAnObjectWithAnAssignedIdentityIsRepeatedAfterALostReply() {
    AtomicInteger writes = new AtomicInteger();
    ScriptedHandler handler =
        thing(
            (requests, change) ->
                writes.incrementAndGet() == 1 ? lost(requests) : sent(requests, ours(size(1))),
            Resource::identifiedByServer);
    handler.seen = ours(size(0));
    assertThat(applied()).isEqualTo(new Outcome.Done());
    assertThat(writes).hasValue(2);
  }

  @Test
  void aFailureAfterALostReplyStandsBesideIt() {
    AtomicInteger writes = new AtomicInteger();
    thing((requests, change) -> writes.incrementAndGet() == 1 ? lost(requests) : refused(requests));
    assertThat(applied())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            unknown -> {
              assertThat(unknown.error()).hasMessage("planned UNKNOWN_OUTCOME");
              assertThat(unknown.error().getSuppressed())
                  .singleElement()
                  .satisfies(e -> assertThat(e).hasMessage("planned CALLER"));
            });
  }

  @Test
  void aSharedObjectAsPlannedIsDoneAndAnUnmarkedOneIsNot() {
    ScriptedHandler shared =
        thing((requests, change) -> sent(requests, Observed.of(size(1), Owner.SHARED)));
    shared.seen = Observed.of(size(0), Owner.SHARED);
    assertThat(applied(cloud.onboarding().allow("shared"))).isEqualTo(new Outcome.Done());
    cloud.resources.clear();
    thing((requests, change) -> sent(requests, Observed.of(size(1), Owner.UNMARKED)));
    assertThat(applied())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error().getMessage())
                    .contains("the object is not as planned (UNMARKED)"));
  }

  @Test
  void whatACreationLeftHalfDoneIsUndone() {
    ScriptedHandler[] handler = new ScriptedHandler[1];
    handler[0] =
        thing(
            (requests, change) -> {
              if (change.removes()) {
                handler[0].seen = Observed.absent();
                return sent(requests, Observed.absent());
              }
              handler[0].seen = ours(State.empty());
              sent(requests, true);
              return refused(requests);
            });
    OnboardingResult result =
        cloud.onboarding().onFailure(OnFailure.UNDO).plan(MemoryCloud.cluster()).attempt();
    assertThat(handler[0].seen.exists()).isFalse();
    assertThat(result.undo().removed()).containsExactly(MemoryCloud.id("a"));
  }

  @Test
  void aSharedObjectStaysWhenAnObjectThatIsKeptUsesItMeanwhile() {
    cloud.plain("policy").plain("last", "policy").plain("role");
    cloud.put("policy", size(1), Owner.SHARED);
    cloud.put("last", size(1), Owner.OURS);
    cloud.put("role", size(1), Owner.UNMARKED);
    OnboardingResult result =
        cloud
            .onboarding()
            .on(
                OnboardingEvent.StepEnded.class,
                step -> cloud.users.put("policy", Set.of(MemoryCloud.id("role"))))
            .planRemoval(MemoryCloud.cluster())
            .attempt();
    assertThat(cloud.world()).containsOnlyKeys("thing/policy", "thing/role");
    assertThat(result.outcomes().get(MemoryCloud.id("policy")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error())
                    .hasMessage("it is shared, and by now used by [thing/role]: it was kept"));
  }

  @Test
  void anUnforeseenFailureNamesItsClassItsCauseAndTheResource() {
    IllegalStateException cause = new IllegalStateException("secret text");
    thing(
        (requests, change) -> {
          throw cause;
        });
    assertThat(applied())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              OnboardingException error = failed.error();
              assertThat(error)
                  .hasMessage("failed in an unforeseen way: java.lang.IllegalStateException")
                  .hasCause(cause);
              assertThat(error.resource()).contains(MemoryCloud.id("a"));
            });
  }
}
