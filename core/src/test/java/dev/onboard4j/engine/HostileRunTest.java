package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.OutgoingRequest.Effect;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.run.UndoReport;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers, listeners and interceptors that throw anything; cancellations at a bad moment. */
final class HostileRunTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private static State size(int size) {
    return State.builder().known("size", size).build();
  }

  private static Outcome outcome(OnboardingResult result, String name) {
    return result.outcomes().get(MemoryCloud.id(name));
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
    throw (E) e;
  }

  /** Throws from every write, before any request. */
  private static final class Thrower extends BadHandler {
    private final Throwable thrown;

    Thrower(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public Observed write(
        Resource resource, Observed before, StateChange change, RequestContext requests) {
      throw HostileRunTest.<RuntimeException>sneaky(thrown);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {AssertionError.class, StackOverflowError.class, IOException.class})
  void whateverAHandlerThrowsEveryStepEndsInAnOutcome(Class<? extends Throwable> type)
      throws ReflectiveOperationException {
    cloud.resources.add(
        Resource.of(
            MemoryCloud.id("bad"),
            ResourceKind.ROLE,
            size(1),
            new Thrower(type.getConstructor().newInstance())));
    cloud.plain("good");
    OnboardingResult result = cloud.plan().attempt();
    assertThat(outcome(result, "bad"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error().category()).isEqualTo(Category.PROVIDER_BUG));
    assertThat(outcome(result, "good")).isEqualTo(new Outcome.Done());
  }

  @Test
  void anErrorOfAListenerIsAWarning() {
    cloud.plain("a");
    OnboardingResult result =
        cloud
            .onboarding()
            .on(
                OnboardingEvent.StepEnded.class,
                step -> {
                  throw new AssertionError("listener");
                })
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(result.succeeded()).isTrue();
    assertThat(result.warnings()).hasSize(1);
  }

  @Test
  void aSessionThatCannotBeClosedIsAWarningOfTheResult() {
    cloud.plain("a");
    ApplicablePlan planned = cloud.plan();
    cloud.session.whenClosed =
        () -> {
          throw new IllegalStateException("a secret");
        };
    assertThat(planned.attempt().warnings())
        .containsExactly(
            "dev.onboard4j.engine.MemorySession could not be closed:"
                + " java.lang.IllegalStateException");
  }

  /** Fails after the reply of each write. */
  private static final class Late implements RequestInterceptor {
    @Override
    public <T> T send(OutgoingRequest request, Supplier<T> send) {
      T reply = send.get();
      if (request.effect() == Effect.WRITE) {
        throw new IllegalStateException("late");
      }
      return reply;
    }
  }

  @Test
  void anInterceptorThatFailsAfterTheReplyDoesNotHideTheEffect() {
    cloud.plain("a");
    OnboardingResult result =
        cloud.onboarding().around(new Late()).plan(MemoryCloud.cluster()).attempt();
    assertThat(outcome(result, "a")).isEqualTo(new Outcome.Done());
    assertThat(cloud.log).containsExactly("write a");
  }

  /** Cancels while two writes are in flight, and counts the writes sent afterwards. */
  private static final class Canceller implements RequestInterceptor {
    private final Cancellation cancellation = new Cancellation();
    private final CyclicBarrier two = new CyclicBarrier(2);
    private final AtomicInteger late = new AtomicInteger();

    @Override
    public <T> T send(OutgoingRequest request, Supplier<T> send) {
      if (request.effect() == Effect.WRITE) {
        if (cancellation.cancelled()) {
          late.incrementAndGet();
        } else {
          meet();
          cancellation.cancel();
        }
      }
      return send.get();
    }

    private void meet() {
      try {
        two.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void noRequestThatWaitedForAPermitLeavesAfterTheCancellation() {
    for (int i = 0; i < 20; i++) {
      cloud.plain("a" + i);
    }
    Canceller canceller = new Canceller();
    OnboardingResult result =
        cloud
            .onboarding()
            .parallelism(2)
            .around(canceller)
            .cancellation(canceller.cancellation)
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(canceller.late).hasValue(0);
    assertThat(cloud.log).hasSize(2);
    assertThat(result.outcomes()).hasSize(20);
  }

  @Test
  void anInterruptedCallerStopsTheRunAndGetsItsOutcome() {
    for (int i = 0; i < 20; i++) {
      cloud.plain("a" + i);
    }
    Thread caller = Thread.currentThread();
    Set<String> ended = ConcurrentHashMap.newKeySet();
    OnboardingResult result =
        cloud
            .onboarding()
            .parallelism(1)
            .on(
                OnboardingEvent.StepEnded.class,
                step -> {
                  ended.add(step.outcome().status());
                  caller.interrupt();
                })
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).containsExactlyInAnyOrder("done", "skipped");
    assertThat(cloud.log).hasSize(1);
    assertThat(result.outcomes()).hasSize(20);
  }

  @Test
  void theCreationOfAnObjectWithAnAssignedIdentityIsNotRepeated() {
    cloud.thing("a", size(1), Resource::identifiedByServer);
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.UNKNOWN_OUTCOME));
    OnboardingResult result = cloud.plan().attempt();
    assertThat(outcome(result, "a")).isInstanceOf(Outcome.Unknown.class);
    assertThat(cloud.log).containsExactly("write a");
  }

  @Test
  void aCreationThatReadsShowLateIsDoneAndNotRepeated() {
    cloud.thing("a", size(1), Resource::identifiedByServer);
    AtomicInteger pauses = new AtomicInteger();
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.UNKNOWN_OUTCOME));
    OnboardingResult result =
        cloud
            .onboarding()
            .on(
                OnboardingEvent.Waiting.class,
                waiting -> {
                  if (pauses.incrementAndGet() == 3) {
                    cloud.put("a", size(1), Owner.OURS);
                  }
                })
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(outcome(result, "a")).isEqualTo(new Outcome.Done());
    assertThat(cloud.log).containsExactly("write a");
  }

  @Test
  void undoKeepsTheObjectOfAnotherRunAndSaysSo() {
    cloud.plain("a").plain("broken", "a");
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.CONFLICT));
    cloud.failOnce.put("write broken", MemoryCloud.failure(Category.CALLER));
    OnboardingResult result =
        cloud
            .onboarding()
            .onFailure(OnFailure.UNDO)
            .on(OnboardingEvent.WriteSent.class, write -> cloud.put("a", size(1), Owner.OURS))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(cloud.world()).containsKey("thing/a");
    assertThat(outcome(result, "a")).isEqualTo(new Outcome.Done());
    assertThat(result.warnings())
        .containsExactly("thing/a stays: it is not certain that this run created it");
  }

  @Test
  void undoFinishesAlthoughOneRemovalThrows() {
    cloud.plain("a").plain("b", "a").plain("broken", "b");
    cloud.failOnce.put("write broken", MemoryCloud.failure(Category.CALLER));
    OnboardingResult result =
        cloud
            .onboarding()
            .onFailure(OnFailure.UNDO)
            .on(OnboardingEvent.StepEnded.class, step -> failNextRemovalOfB())
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(outcome(result, "a")).isEqualTo(new Outcome.Undone());
    assertThat(outcome(result, "b")).isEqualTo(new Outcome.Done());
    assertThat(result.warnings()).containsExactly("thing/b stays: planned PERMISSION");
    assertThat(result.undo())
        .isEqualTo(
            new UndoReport(
                List.of(MemoryCloud.id("a")),
                new TreeMap<>(Map.of(MemoryCloud.id("b"), "planned PERMISSION"))));
  }

  private void failNextRemovalOfB() {
    if (cloud.objects.containsKey(MemoryCloud.id("b"))) {
      cloud.failOnce.put("write b", MemoryCloud.failure(Category.PERMISSION));
    }
  }

  @Test
  void aCancelledRunUndoesNothingAndSaysSo() {
    cloud.plain("a").plain("b", "a");
    Cancellation cancellation = new Cancellation();
    OnboardingResult result =
        cloud
            .onboarding()
            .onFailure(OnFailure.UNDO)
            .cancellation(cancellation)
            .on(OnboardingEvent.StepEnded.class, step -> cancellation.cancel())
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(cloud.world()).containsKey("thing/a");
    assertThat(result.warnings())
        .containsExactly("thing/a stays: the run was cancelled before memory:Read");
  }
}
