package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Progress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** An apply that was started. Thread-safe. */
public final class StartedRun {
  /** How often a waiting caller looks whether the run is over before it began. */
  private static final int LOOK_SECONDS = 1;

  private final String id;
  private final StartedApply apply;
  private final Supplier<Progress> progress;

  StartedRun(String id, StartedApply apply, Supplier<Progress> progress) {
    this.id = id;
    this.apply = apply;
    this.progress = progress;
  }

  /** The id of the run. */
  public String id() {
    return id;
  }

  /** How far it is. */
  public Progress progress() {
    return progress.get();
  }

  /** Completes with its result, or with the refusal. */
  public CompletableFuture<OnboardingResult> ended() {
    return apply.ended();
  }

  /** Asks it to stop. */
  public void cancel() {
    apply.cancel();
  }

  /**
   * Waits for the result.
   *
   * @throws OnboardingException if the plan was refused, or this thread may not wait
   * @throws InterruptedException if this thread is interrupted
   */
  public OnboardingResult result() throws InterruptedException {
    if (!ended().isDone() && Holdings.sendsOrTells()) {
      throw OnboardingException.of(
              Category.CALLER,
              "the result of a run cannot be waited for within a listener, an interceptor, a clock"
                  + " or a request: the run around it waits until that returns")
          .remedy("use completion(), or wait on another thread")
          .build();
    }
    while (true) {
      try {
        return ended().get(LOOK_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        apply.endIfOver();
      } catch (ExecutionException e) {
        throw (OnboardingException) e.getCause();
      }
    }
  }
}
