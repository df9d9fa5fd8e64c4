package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.OnboardingResult;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * An apply that another thread begins, unless the run is over before. Thread-safe.
 *
 * <p>An executor may drop a task without a word, so a cancellation or the deadline ends a run that
 * has not begun.
 */
final class StartedApply {
  private final RunContext run;
  private final Supplier<OnboardingResult> apply;
  private final Queue<QueuedTask> queued = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<OnboardingResult> ended = new CompletableFuture<>();

  StartedApply(RunContext run, Supplier<OnboardingResult> apply) {
    this.run = run;
    this.apply = apply;
  }

  /**
   * Hands it to the launcher.
   *
   * @throws OnboardingException if the launcher does not accept it
   */
  void launch(Launcher launcher) {
    QueuedTask begin = new QueuedTask(launcher.inContext(this::begin));
    QueuedTask lost = new QueuedTask(this::endIfLost);
    queued.add(begin);
    queued.add(lost);
    run.onCancel(this::endIfOver);
    try {
      launcher.launch(begin, lost);
    } catch (Throwable e) {
      if (neverBegins()) {
        throw e;
      }
      // The executor threw after it had begun the task, which ends as any other.
      Unforeseen.keepInterrupt(e);
    }
  }

  private void begin() {
    if (begun.compareAndSet(false, true)) {
      try {
        ended.complete(Unforeseen.guarded("the apply", apply));
      } catch (OnboardingException e) {
        ended.completeExceptionally(e);
      }
    }
  }

  /** The decorator of the embedder has dropped the task, or threw before it ran it. */
  private void endIfLost() {
    endUnlessBegun(
        OnboardingException.of(
                Category.CALLER, "the task decorator did not run the task, so the run never began")
            .remedy("return a task from the decorator that runs the one that it was given")
            .build());
  }

  /** Ends a run that has not begun and may not begin any more. */
  void endIfOver() {
    try {
      run.deadline().checkpoint("it began");
    } catch (OnboardingException over) {
      endUnlessBegun(over);
    }
  }

  private void endUnlessBegun(OnboardingException reason) {
    if (neverBegins()) {
      ended.completeExceptionally(reason);
    }
  }

  /** Ends a run that has not begun; false if it has. */
  private boolean neverBegins() {
    boolean first = begun.compareAndSet(false, true);
    if (first) {
      queued.forEach(QueuedTask::drop);
      run.close();
    }
    return first;
  }

  /** Asks it to stop. */
  void cancel() {
    run.cancel();
  }

  /** Completes with the result, or with the refusal. */
  CompletableFuture<OnboardingResult> ended() {
    return ended;
  }
}
