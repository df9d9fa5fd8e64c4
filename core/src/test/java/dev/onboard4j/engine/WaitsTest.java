package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.run.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every wait is bounded and ends with a cancellation; nothing waits for its own caller. */
@Timeout(30)
final class WaitsTest {
  private final Cancellation cancellation = new Cancellation();
  private final FakeTime time = new FakeTime();
  private final PhaseScope reading = new PhaseScope(OnboardingEvent.Phase.READ);

  private RunContext run(int parallelism) {
    return new RunContext(
        EngineConfig.of("memory", WaitsTest.class.getClassLoader())
            .with(
                draft -> {
                  draft.time = time;
                  draft.settings.put(RunLimits.PARALLELISM, String.valueOf(parallelism));
                  draft.cancellation = cancellation;
                }),
        MemoryCloud.cluster(),
        Operation.APPLY);
  }

  private EngineRequestContext requests(RunContext run) {
    return new EngineRequestContext(run, reading, MemoryCloud.id("a"));
  }

  @Test
  void aReadWithinAReadNeedsNoSecondPermit() {
    try (RunContext run = run(1)) {
      EngineRequestContext requests = requests(run);
      assertThat(
              requests.<String>read(
                  MemoryCloud.READ, () -> requests.read(MemoryCloud.READ, () -> "inner")))
          .isEqualTo("inner");
    }
  }

  @Test
  void aRequestThatWaitsForAPermitIsNotSentAfterTheCancellation() throws InterruptedException {
    try (RunContext run = run(1)) {
      EngineRequestContext requests = requests(run);
      AtomicReference<Throwable> refusal = new AtomicReference<>();
      AtomicBoolean sent = new AtomicBoolean();
      Thread waiter =
          new Thread(() -> requests.read(MemoryCloud.READ, () -> sent.compareAndSet(false, true)));
      waiter.setUncaughtExceptionHandler((thread, e) -> refusal.set(e));
      requests.read(
          MemoryCloud.READ,
          () -> {
            waiter.start();
            Awaitility.await().until(() -> waits(waiter));
            cancellation.cancel();
            return "the permit is free from here";
          });
      waiter.join();
      assertThat(sent).isFalse();
      assertThat(refusal.get()).hasMessageStartingWith("the run was cancelled before ");
    }
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void readsInTasksOfAReadNeedNoPermits() {
    try (RunContext run = run(2)) {
      EngineRequestContext requests = requests(run);
      Supplier<String> inner = () -> requests.read(MemoryCloud.READ, () -> "inner");
      Supplier<List<String>> outer =
          () -> requests.read(MemoryCloud.READ, () -> requests.all(List.of(inner, inner)));
      assertThat(requests.all(Collections.nCopies(8, outer))).hasSize(8);
    }
  }

  @Test
  void editingADocumentInATaskOfItsEditorIsRefused() {
    for (int parallelism : List.of(1, 4)) {
      try (RunContext run = run(parallelism)) {
        EngineRequestContext requests = requests(run);
        Supplier<String> inner = () -> requests.exclusive("doc", () -> "inner");
        assertThatThrownBy(() -> requests.exclusive("doc", () -> requests.all(List.of(inner))))
            .hasMessageContaining("the caller that waits for it")
            .extracting(e -> ((OnboardingException) e).category())
            .isEqualTo(Category.PROVIDER_BUG);
      }
    }
  }

  @Test
  void aListingThatAsksForItselfIsRefused() {
    try (RunContext run = run(1)) {
      EngineRequestContext requests = requests(run);
      assertThatThrownBy(() -> requests.cached("all", () -> requests.cached("all", () -> "inner")))
          .hasMessage("the listing 'all' asks for itself");
    }
  }

  @Test
  void theWaitForADocumentEndsWithTheCancellation() {
    try (RunContext run = run(4)) {
      EngineRequestContext requests = requests(run);
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch refused = new CountDownLatch(1);
      Supplier<String> holder =
          () ->
              requests.exclusive(
                  "held",
                  () -> {
                    held.countDown();
                    return awaited(refused);
                  });
      Supplier<String> waiter =
          () -> {
            awaited(held);
            cancellation.cancel();
            try {
              return requests.exclusive("held", () -> "never");
            } finally {
              refused.countDown();
            }
          };
      assertThatThrownBy(() -> requests.all(List.of(holder, waiter)))
          .hasMessage("the run was cancelled before the turn to edit held");
    }
  }

  private static String awaited(CountDownLatch wanted) {
    try {
      wanted.await();
      return "held";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void thousandsOfTasksShareABoundedNumberOfThreads() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (RunContext run = run(4)) {
      Supplier<String> task =
          () -> {
            threads.add(Thread.currentThread());
            return requests(run).read(MemoryCloud.READ, () -> "done");
          };
      assertThat(requests(run).all(Collections.nCopies(3_000, task))).hasSize(3_000);
    }
    assertThat(threads).hasSizeLessThanOrEqualTo(17);
  }

  @Test
  void tasksOfTasksDoNotWaitForThreads() {
    try (RunContext run = run(2)) {
      EngineRequestContext requests = requests(run);
      Supplier<Integer> leaf = () -> 1;
      Supplier<List<Integer>> branch = () -> requests.all(Collections.nCopies(20, leaf));
      assertThat(requests.all(IntStream.range(0, 50).mapToObj(i -> branch).toList())).hasSize(50);
    }
  }

  @Test
  void aPauseOfTheSystemsTimeEndsWithTheCancellation() throws InterruptedException {
    Thread canceller = new Thread(cancellation::cancel);
    canceller.start();
    Time.system().pause(Duration.ofDays(1), cancellation);
    assertThat(cancellation.cancelled()).isTrue();
  }

  @Test
  void theClockOfTheDayDoesNotMoveADeadline() {
    Time jumping =
        new Time() {
          private Instant now = Instant.EPOCH;

          @Override
          public Instant now() {
            now = now.plus(Duration.ofDays(1));
            return now;
          }

          @Override
          public long nanos() {
            return 0;
          }

          @Override
          public void pause(Duration duration) {}
        };
    Deadline deadline =
        new Deadline(jumping, cancellation, "run", null).ofStep(Duration.ofSeconds(1));
    assertThat(deadline.over()).isEmpty();
  }

  @Test
  void anEndlessDeadlineIsNone() {
    Deadline none = new Deadline(time, cancellation, "run", null);
    assertThat(none.ofStep(Duration.ofSeconds(Long.MAX_VALUE)).end()).isNull();
  }

  @Test
  void anApiMayNotAskForAnEndlessPause() {
    MemoryCloud cloud = new MemoryCloud().plain("a");
    cloud.failOnce.put(
        "write a",
        OnboardingException.of(Category.TRANSIENT, "slow down")
            .retryAfter(Duration.ofSeconds(Long.MAX_VALUE))
            .build());
    cloud.onboarding().time(time).plan(MemoryCloud.cluster()).apply();
    assertThat(time.pauses).containsExactly(Duration.ofMinutes(5));
  }

  /** Throttles every read for ever once a step has started. */
  private static final class Jam implements RequestInterceptor {
    private volatile boolean on;

    @Override
    public <T> T send(OutgoingRequest request, Supplier<T> send) {
      if (on) {
        throw MemoryCloud.failure(Category.TRANSIENT);
      }
      return send.get();
    }
  }

  @Test
  void theDeadlineOfAStepCoversItsReads() {
    MemoryCloud cloud = new MemoryCloud().plain("a");
    cloud.put("a", State.builder().known("size", 5).build(), Owner.OURS);
    Jam jam = new Jam();
    cloud
        .onboarding()
        .time(time)
        .around(jam)
        .stepDeadline(Duration.ofSeconds(2))
        .on(OnboardingEvent.StepStarted.class, step -> jam.on = true)
        .plan(MemoryCloud.cluster())
        .attempt();
    assertThat(time.pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(1), Duration.ofMillis(2002));
  }
}
