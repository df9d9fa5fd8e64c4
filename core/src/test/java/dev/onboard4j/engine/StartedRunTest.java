package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.OnboardingRun;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingEvent.Phase;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.run.Progress;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An apply that is started, watched and cancelled. */
@Timeout(30)
final class StartedRunTest {
  private final MemoryCloud cloud = new MemoryCloud().plain("a").plain("b", "a");
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** Stops after the first step, until the test releases it. */
  private Onboarding halting() {
    return cloud
        .onboarding()
        .runIds(() -> "run")
        .on(
            OnboardingEvent.Progressed.class,
            progressed -> {
              if (progressed.origin().phase() == Phase.WRITE) {
                reached.countDown();
                awaited(released);
              }
            });
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void itTellsHowFarItIsAndEndsWithItsResult() {
    OnboardingRun run = halting().plan(MemoryCloud.cluster()).start();
    awaited(reached);
    assertThat(run.id()).isEqualTo("run");
    assertThat(run.ended()).isFalse();
    assertThat(run.progress()).isEqualTo(new Progress(Phase.WRITE, 1, 2));
    released.countDown();
    OnboardingResult result = run.result();
    assertThat(result.succeeded()).isTrue();
    assertThat(result.run()).isEqualTo("run");
    assertThat(run.ended()).isTrue();
    assertThat(run.progress()).isEqualTo(new Progress(Phase.WRITE, 2, 2));
  }

  @Test
  void aCancelledOneEndsWithWhatWasDoneAndCanBeAppliedAgain() {
    ApplicablePlan planned = halting().plan(MemoryCloud.cluster());
    OnboardingRun run = planned.start();
    awaited(reached);
    run.cancel();
    released.countDown();
    assertThat(run.result().outcomes().values())
        .extracting(Outcome::status)
        .containsExactly("done", "skipped");
    assertThat(planned.start().result().succeeded()).isTrue();
    assertThat(cloud.log).containsExactly("write a", "write b");
  }

  @Test
  void aRefusalEndsItAsItEndsAnAttempt() {
    ApplicablePlan planned = cloud.plan();
    cloud.put("a", State.builder().known("size", 7).build(), Owner.OTHER);
    OnboardingRun run = planned.start();
    assertThatThrownBy(run::result)
        .isInstanceOfSatisfying(
            OnboardingException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
    assertThatThrownBy(run.completion().toCompletableFuture()::join)
        .hasCauseInstanceOf(OnboardingException.class);
  }

  @Test
  void nobodyElseCanCompleteIt() {
    OnboardingRun run = halting().plan(MemoryCloud.cluster()).start();
    awaited(reached);
    run.completion().toCompletableFuture().completeExceptionally(new IllegalStateException());
    assertThat(run.ended()).isFalse();
    released.countDown();
    assertThat(run.result().succeeded()).isTrue();
  }

  @Test
  void itRunsOnTheExecutor() {
    AtomicReference<Runnable> task = new AtomicReference<>();
    OnboardingRun run = cloud.onboarding().executor(task::set).plan(MemoryCloud.cluster()).start();
    assertThat(run.ended()).isFalse();
    CompletableFuture<OnboardingResult> told = run.completion().toCompletableFuture();
    task.get().run();
    assertThat(told).isCompletedWithValueMatching(OnboardingResult::succeeded);
  }

  @Test
  void anExecutorThatDoesNotAcceptItIsToldToTheCaller() {
    ApplicablePlan planned =
        cloud
            .onboarding()
            .executor(
                task -> {
                  throw new RejectedExecutionException("full");
                })
            .plan(MemoryCloud.cluster());
    assertThatThrownBy(planned::start)
        .hasMessageStartingWith("the executor did not accept the run")
        .extracting(e -> ((OnboardingException) e).category())
        .isEqualTo(Category.CALLER);
  }

  @Test
  void anExecutorThatThrowsAfterItHasBegunIsNotToldToTheCaller() {
    ApplicablePlan planned =
        cloud
            .onboarding()
            .parallelism(1)
            .executor(
                task -> {
                  task.run();
                  throw new RejectedExecutionException("full");
                })
            .plan(MemoryCloud.cluster());
    assertThat(planned.start().result().succeeded()).isTrue();
  }

  @Test
  void oneThatIsCancelledBeforeItBeginsEndsAtOnceAndNeverBegins() {
    AtomicReference<Runnable> task = new AtomicReference<>();
    OnboardingRun run = cloud.onboarding().executor(task::set).plan(MemoryCloud.cluster()).start();
    run.cancel();
    assertThatThrownBy(run::result).hasMessage("the run was cancelled before it began");
    task.get().run();
    assertThat(cloud.log).isEmpty();
  }

  @Test
  void aTaskThatWaitsInAnExecutorDoesNotKeepARunThatWasCancelled() {
    List<Runnable> queue = new ArrayList<>();
    WeakReference<MemoryCloud> world = cancelledOn(queue);
    assertCollected(world);
    assertThat(queue).hasSize(1);
    queue.forEach(Runnable::run);
  }

  private static WeakReference<MemoryCloud> cancelledOn(List<Runnable> queue) {
    MemoryCloud world = new MemoryCloud().plain("a");
    world
        .onboarding()
        .executor(queue::add)
        .parallelism(1)
        .plan(MemoryCloud.cluster())
        .start()
        .cancel();
    return new WeakReference<>(world);
  }

  @Test
  void tasksThatWaitInAnExecutorDoNotKeepARunThatHasEnded() {
    List<Runnable> queue = new CopyOnWriteArrayList<>();
    WeakReference<MemoryCloud> world = appliedBeside(queue);
    assertCollected(world);
    assertThat(queue).hasSizeGreaterThan(1);
    queue.forEach(Runnable::run);
  }

  private static WeakReference<MemoryCloud> appliedBeside(List<Runnable> queue) {
    MemoryCloud world = new MemoryCloud().plain("a").plain("b");
    world.onboarding().executor(queue::add).plan(MemoryCloud.cluster()).apply();
    return new WeakReference<>(world);
  }

  private static void assertCollected(WeakReference<?> reference) {
    await()
        .until(
            () -> {
              System.gc();
              return reference.get() == null;
            });
  }

  @Test
  void aSharedCancellationEndsOneThatHasNotBegun() {
    Cancellation shared = new Cancellation();
    Onboarding dropping = cloud.onboarding().executor(task -> {}).cancellation(shared);
    OnboardingRun run = dropping.plan(MemoryCloud.cluster()).start();
    shared.cancel();
    assertThatThrownBy(run::result).hasMessage("the run was cancelled before it began");
  }

  @Test
  void theDeadlineEndsOneThatHasNotBegun() {
    OnboardingRun run =
        cloud
            .onboarding()
            .executor(task -> {})
            .deadline(Duration.ofSeconds(-1))
            .read(cloud.plan().plan().toJson())
            .start();
    assertThatThrownBy(run::result).hasMessage("the run's deadline passed before it began");
  }

  @Test
  void aDecoratorThatDropsTheTaskEndsIt() {
    for (UnaryOperator<Runnable> decorator :
        List.<UnaryOperator<Runnable>>of(task -> () -> {}, task -> this::throwing)) {
      ApplicablePlan planned =
          cloud.onboarding().taskDecorator(decorator).parallelism(1).plan(MemoryCloud.cluster());
      assertThatThrownBy(() -> planned.start().result())
          .hasMessageStartingWith("the task decorator did not run the task");
    }
  }

  private void throwing() {
    throw new IllegalStateException("closed");
  }

  @Test
  void aListenerDoesNotWaitForTheResultOfItsOwnRun() {
    AtomicReference<OnboardingRun> self = new AtomicReference<>();
    CountDownLatch known = new CountDownLatch(1);
    OnboardingRun run =
        cloud
            .onboarding()
            .on(
                OnboardingEvent.WriteSent.class,
                event -> {
                  awaited(known);
                  self.get().result();
                })
            .plan(MemoryCloud.cluster())
            .start();
    self.set(run);
    known.countDown();
    assertThat(run.result().succeeded()).isTrue();
    assertThat(run.result().warnings().toString()).contains("cannot be waited for within");
  }

  @Test
  void anInterruptedWaitLeavesItRunning() {
    OnboardingRun run = halting().plan(MemoryCloud.cluster()).start();
    awaited(reached);
    Thread.currentThread().interrupt();
    assertThatThrownBy(run::result)
        .hasMessage("interrupted; run run continues")
        .extracting(e -> ((OnboardingException) e).category())
        .isEqualTo(Category.TRANSIENT);
    assertThat(Thread.interrupted()).isTrue();
    released.countDown();
    assertThat(run.result().succeeded()).isTrue();
  }
}
