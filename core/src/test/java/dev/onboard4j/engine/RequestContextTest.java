package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine does for a handler. */
final class RequestContextTest {
  private final List<OnboardingEvent> events = new ArrayList<>();
  private final FakeTime time = new FakeTime();
  private final ResourceId id = MemoryCloud.id("a");
  private final RunContext run = run(4);
  private final PhaseScope reading = new PhaseScope(OnboardingEvent.Phase.READ);
  private final PhaseScope writing = new PhaseScope(OnboardingEvent.Phase.WRITE);

  private RunContext run(int parallelism) {
    return new RunContext(
        EngineConfig.of("memory", RequestContextTest.class.getClassLoader())
            .with(
                draft -> {
                  draft.time = time;
                  draft.settings.put(RunLimits.PARALLELISM, String.valueOf(parallelism));
                  draft.listeners.add(new Listener<>(OnboardingEvent.class, events::add));
                }),
        MemoryCloud.cluster(),
        Operation.APPLY);
  }

  @AfterEach
  void close() {
    run.close();
  }

  private EngineRequestContext call(PhaseScope scope) {
    return new EngineRequestContext(run, scope, id);
  }

  @Test
  void aListingIsFetchedOncePerPhaseAndAnewWhileWriting() {
    AtomicInteger fetched = new AtomicInteger();
    assertThat(call(reading).cached("all", fetched::incrementAndGet)).isEqualTo(1);
    assertThat(call(reading).cached("all", fetched::incrementAndGet)).isEqualTo(1);
    assertThat(call(reading).cached("others", fetched::incrementAndGet)).isEqualTo(2);
    assertThat(call(writing).cached("all", fetched::incrementAndGet)).isEqualTo(3);
    assertThat(call(writing).cached("all", fetched::incrementAndGet)).isEqualTo(4);
  }

  @Test
  void aListingThatFailsFailsForEverybodyInTheSameWords() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  call(reading)
                      .cached(
                          "all",
                          () -> {
                            throw MemoryCloud.failure(Category.CONFLICT);
                          }))
          .isInstanceOf(OnboardingException.class)
          .hasMessage("planned CONFLICT");
    }
  }

  @Test
  void anOutputThatNobodyToldIsTheAuthorsBug() {
    writing.tell(MemoryCloud.id("up"), new TreeMap<>(java.util.Map.of("name", "x")));
    assertThat(call(writing).output(MemoryCloud.id("up"), "name")).isEqualTo("x");
    assertThatThrownBy(() -> call(writing).output(MemoryCloud.id("up"), "other"))
        .hasMessage("thing/up has no output 'other' yet")
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.PROVIDER_BUG);
              assertThat(e.remedy()).isEqualTo("declare the resource after thing/up");
            });
  }

  @Test
  void whatTheRunMadeIsFreshAndNothingElse() {
    writing.creating(id);
    assertThat(call(writing).createdInThisRun(id)).isTrue();
    assertThat(call(writing).createdInThisRun(MemoryCloud.id("b"))).isFalse();
  }

  @Test
  void oneEditorAtATimeWorksOnADocument() throws Exception {
    int[] document = {0};
    ExecutorService editors = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        running.add(
            editors.submit(
                () ->
                    call(writing)
                        .exclusive(
                            "CallTest",
                            () -> {
                              int read = document[0];
                              Thread.onSpinWait();
                              document[0] = read + 1;
                              return read;
                            })));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      editors.shutdown();
    }
    assertThat(document[0]).isEqualTo(1000);
    assertThat(call(writing).<String>exclusive("CallTest", () -> "result")).isEqualTo("result");
  }

  @Test
  void partsComeBackInOrderAndTheFirstFailureCarriesTheOthers() {
    assertThat(call(reading).all(List.<Supplier<Integer>>of(() -> 1, () -> 2, () -> 3)))
        .containsExactly(1, 2, 3);
    OnboardingException one = MemoryCloud.failure(Category.CONFLICT);
    OnboardingException other = MemoryCloud.failure(Category.CALLER);
    assertThatThrownBy(
            () ->
                call(reading)
                    .all(
                        List.<Supplier<Integer>>of(
                            () -> 1,
                            () -> {
                              throw one;
                            },
                            () -> {
                              throw one;
                            },
                            () -> {
                              throw other;
                            })))
        .isSameAs(one)
        .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(other));
  }

  @Test
  void aPartThatDiesIsTheAuthorsBug() {
    assertThatThrownBy(
            () ->
                call(reading)
                    .all(
                        List.<Supplier<Integer>>of(
                            () -> {
                              throw new AssertionError("dead");
                            })))
        .hasMessage("a task died: java.lang.AssertionError");
  }

  @Test
  void requestsInFlightAreAsManyAsAllowedAndNoMore() {
    CountDownLatch together = new CountDownLatch(4);
    AtomicInteger inFlight = new AtomicInteger();
    List<Supplier<Integer>> requests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      requests.add(
          () ->
              call(reading).read(ApiRequest.of("limited", "Read"), () -> meet(together, inFlight)));
    }
    assertThat(call(reading).all(requests)).allMatch(most -> most <= 4);
  }

  private static int meet(CountDownLatch together, AtomicInteger inFlight) {
    int now = inFlight.incrementAndGet();
    together.countDown();
    try {
      assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    inFlight.decrementAndGet();
    return now;
  }

  @Test
  void strictlyInOrderEverythingRunsOnTheCallersThread() {
    try (RunContext inOrder = run(1)) {
      EngineRequestContext call = new EngineRequestContext(inOrder, reading, id);
      assertThat(call.all(List.<Supplier<Thread>>of(Thread::currentThread, Thread::currentThread)))
          .containsOnly(Thread.currentThread());
    }
  }

  /** The threads of two tasks that run at the same time, the first one that of the caller. */
  private List<Thread> threadsOfTwoTasks() {
    CyclicBarrier both = new CyclicBarrier(2);
    Supplier<Thread> task =
        () -> {
          try {
            both.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
          }
          return Thread.currentThread();
        };
    return call(reading).all(List.of(task, task));
  }

  @Test
  void theCallerWorksBesideDaemonThreadsOfTheRun() {
    List<Thread> threads = threadsOfTwoTasks();
    assertThat(threads.get(0)).isSameAs(Thread.currentThread());
    assertThat(threads.get(1).isDaemon()).isTrue();
    assertThat(threads.get(1).getName()).startsWith("onboard4j-");
  }

  @Test
  void theThreadsEndWithTheRun() {
    Thread thread = threadsOfTwoTasks().get(1);
    run.close();
    org.awaitility.Awaitility.await().until(() -> !thread.isAlive());
  }

  @Test
  void anEffectIsProbedWithGrowingPausesThatAreTold() {
    AtomicInteger probes = new AtomicInteger();
    String seen =
        call(writing)
            .await(
                "it shows",
                () -> probes.incrementAndGet() < 4 ? Optional.empty() : Optional.of("seen"));
    assertThat(seen).isEqualTo("seen");
    assertThat(time.pauses).hasSize(3);
    assertThat(events)
        .extracting(OnboardingEvent.Waiting.class::cast)
        .allSatisfy(waiting -> assertThat(waiting.effect()).isEqualTo("it shows"))
        .extracting(OnboardingEvent.Waiting::pause)
        .isEqualTo(time.pauses);
  }

  @Test
  void aThrottledReadIsToldAndRepeated() {
    AtomicInteger tries = new AtomicInteger();
    call(reading)
        .read(
            MemoryCloud.READ,
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw MemoryCloud.failure(Category.TRANSIENT);
              }
              return "ok";
            });
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("ReadSent", "Retrying", "ReadSent");
    assertThat(((OnboardingEvent.Retrying) events.get(1)).reason()).isEqualTo("planned TRANSIENT");
  }

  @Test
  void anInterruptedWaitStopsTheWorkAndStaysInterrupted() {
    Deadline deadline =
        new Deadline(
            new Time() {
              @Override
              public java.time.Instant now() {
                return java.time.Instant.EPOCH;
              }

              @Override
              public void pause(java.time.Duration duration) throws InterruptedException {
                throw new InterruptedException();
              }
            },
            new Cancellation(),
            "run",
            null);
    assertThatThrownBy(() -> deadline.pause(java.time.Duration.ofSeconds(1), "the next try"))
        .hasMessage("interrupted before the next try");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theSystemsTimePassesByItself() throws InterruptedException {
    Time system = Time.system();
    java.time.Instant before = system.now();
    system.pause(java.time.Duration.ofMillis(20));
    assertThat(java.time.Duration.between(before, system.now()))
        .isGreaterThanOrEqualTo(java.time.Duration.ofMillis(19));
  }
}
