package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.run.OnboardingResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** An apply that another thread begins, unless it is cancelled before. Thread-safe. */
final class StartedApply {
  private final RunContext run;
  private final Supplier<OnboardingResult> apply;
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
    try {
      launcher.launch(this::begin);
    } catch (Throwable e) {
      if (begun.compareAndSet(false, true)) {
        run.close();
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

  /** Asks it to stop; one that has not begun ends at once, as its executor may have dropped it. */
  void cancel() {
    run.cancel();
    if (begun.compareAndSet(false, true)) {
      run.close();
      try {
        run.deadline().checkpoint("it began");
      } catch (OnboardingException cancelled) {
        ended.completeExceptionally(cancelled);
      }
    }
  }

  /** Completes with the result, or with the refusal. */
  CompletableFuture<OnboardingResult> ended() {
    return ended;
  }
}
