package dev.onboard4j.engine;

import static dev.onboard4j.engine.ScriptedHandler.ours;
import static dev.onboard4j.engine.ScriptedHandler.size;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Removals of an undo whose replies are lost, whose effects show late, or that throw. */
final class UndoTest {
  private final MemoryCloud cloud = new MemoryCloud();
  private final List<OnboardingEvent> events = new ArrayList<>();

  /** An object whose creation succeeds; its removal does what the test says. */
  private ScriptedHandler removedBy(Function<RequestContext, Observed> removal) {
    ScriptedHandler[] handler = new ScriptedHandler[1];
    handler[0] =
        new ScriptedHandler(
            (requests, change) -> {
              if (change.removes()) {
                return removal.apply(requests);
              }
              handler[0].seen = ours(size(1));
              return requests.write(MemoryCloud.WRITE, () -> ours(size(1)));
            });
    cloud.resources.add(Resource.of(MemoryCloud.id("a"), ResourceKind.ROLE, size(1), handler[0]));
    cloud.plain("broken", "a");
    cloud.failOnce.put("write broken", MemoryCloud.failure(Category.CALLER));
    return handler[0];
  }

  private static Observed lost(RequestContext requests, Runnable effect) {
    return requests.write(
        MemoryCloud.WRITE,
        () -> {
          effect.run();
          throw MemoryCloud.failure(Category.UNKNOWN_OUTCOME);
        });
  }

  private OnboardingResult undone() {
    return undone(event -> {});
  }

  private OnboardingResult undone(Consumer<OnboardingEvent> listener) {
    return cloud
        .onboarding()
        .onFailure(OnFailure.UNDO)
        .on(OnboardingEvent.class, events::add)
        .on(OnboardingEvent.class, listener)
        .plan(MemoryCloud.cluster())
        .attempt();
  }

  private static Outcome outcome(OnboardingResult result) {
    return result.outcomes().get(MemoryCloud.id("a"));
  }

  @Test
  void aRemovalWhoseReplyIsLostIsDoneWhenTheObjectIsGone() {
    ScriptedHandler[] handler = new ScriptedHandler[1];
    handler[0] =
        removedBy(
            requests ->
                lost(
                    requests,
                    () -> {
                      handler[0].first.add(ours(size(1)));
                      handler[0].first.add(ours(size(1)));
                      handler[0].seen = Observed.absent();
                    }));
    OnboardingResult result = undone();
    assertThat(outcome(result)).isEqualTo(new Outcome.Undone());
    assertThat(result.undo().removed()).containsExactly(MemoryCloud.id("a"));
    assertThat(handler[0].writes).hasValue(2);
  }

  @Test
  void aRemovalWhoseReplyIsLostIsUnknownWhileTheObjectIsThere() {
    removedBy(requests -> lost(requests, () -> {}));
    OnboardingResult result = undone();
    assertThat(outcome(result))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            unknown -> {
              assertThat(unknown.error()).hasMessage("its removal may be done: it is still there");
              assertThat(unknown.error().resource()).contains(MemoryCloud.id("a"));
            });
    assertThat(result.undo().kept()).containsEntry(MemoryCloud.id("a"), "it is still there");
  }

  @Test
  void aRemovalThatChangesNothingIsTold() {
    removedBy(requests -> requests.write(MemoryCloud.WRITE, () -> ours(size(1))));
    assertThat(undone().undo().kept()).containsEntry(MemoryCloud.id("a"), "it is still there");
  }

  @Test
  void aRemovalThatThrowsIsTold() {
    removedBy(
        requests -> {
          throw new AssertionError("secret text");
        });
    OnboardingResult result = undone();
    assertThat(result.undo().kept())
        .containsEntry(
            MemoryCloud.id("a"),
            "its removal failed in an unforeseen way: java.lang.AssertionError");
    assertThat(outcome(result)).isEqualTo(new Outcome.Done());
  }

  @Test
  void anObjectThatLostItsMarkMeanwhileStays() {
    ScriptedHandler handler = removedBy(requests -> Observed.absent());
    OnboardingResult result =
        undone(
            event -> {
              if (event instanceof OnboardingEvent.StepEnded) {
                handler.seen = Observed.of(size(1), Owner.UNMARKED);
              }
            });
    assertThat(result.undo().kept()).containsEntry(MemoryCloud.id("a"), "its owner is UNMARKED");
  }

  @Test
  void aSharedObjectThatNobodyUsesIsRemoved() {
    ScriptedHandler handler =
        removedBy(requests -> requests.write(MemoryCloud.WRITE, Observed::absent));
    OnboardingResult result =
        undone(
            event -> {
              if (event instanceof OnboardingEvent.StepEnded) {
                handler.seen = Observed.of(size(1), Owner.SHARED);
              }
            });
    assertThat(result.undo().removed()).containsExactly(MemoryCloud.id("a"));
  }

  @Test
  void theEventsOfAnUndoHaveItsPhaseAndItsProgress() {
    removedBy(requests -> requests.write(MemoryCloud.WRITE, Observed::absent));
    undone();
    assertThat(events)
        .filteredOn(OnboardingEvent.PhaseStarted.class::isInstance)
        .last()
        .isInstanceOfSatisfying(
            OnboardingEvent.PhaseStarted.class,
            started -> {
              assertThat(started.origin().phase()).isEqualTo(OnboardingEvent.Phase.UNDO);
              assertThat(started.total()).isOne();
            });
    assertThat(events)
        .filteredOn(OnboardingEvent.Progressed.class::isInstance)
        .last()
        .isInstanceOfSatisfying(
            OnboardingEvent.Progressed.class,
            progress -> {
              assertThat(progress.origin().phase()).isEqualTo(OnboardingEvent.Phase.UNDO);
              assertThat(progress.done()).isOne();
            });
  }
}
