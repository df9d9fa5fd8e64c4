package dev.onboard4j;

import dev.onboard4j.engine.StartedRun;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Progress;
import java.util.concurrent.CompletionStage;

/** An apply that was {@link ApplicablePlan#start() started}. Thread-safe. */
public final class OnboardingRun {
  private final StartedRun started;

  OnboardingRun(StartedRun started) {
    this.started = started;
  }

  /** The id of the run, as in its events and its result. */
  public String id() {
    return started.id();
  }

  /** How far the run is. */
  public Progress progress() {
    return started.progress();
  }

  /** Whether the run has ended, with a result or with a refusal. */
  public boolean ended() {
    return started.ended().isDone();
  }

  /**
   * Asks the run to stop after the requests in flight; it then completes with its result.
   *
   * <p>A run that its executor has not begun never begins, and completes exceptionally: dependent
   * stages without an executor then run on this thread. Otherwise returns at once. The plan can be
   * applied again later.
   */
  public void cancel() {
    started.cancel();
  }

  /**
   * Completes with the result, also when a write failed.
   *
   * <p>Completes exceptionally with an {@link OnboardingException} if the plan is refused before
   * the first write. Dependent stages without an executor run on a thread of the run.
   */
  public CompletionStage<OnboardingResult> completion() {
    return started.ended().minimalCompletionStage();
  }

  /**
   * Waits until the run has ended.
   *
   * @return the result, also when a write failed
   * @throws OnboardingException if the plan was refused; of category TRANSIENT if this thread is
   *     interrupted, which does not stop the run, or if the deadline passed before the run began;
   *     of category CALLER within a listener or an interceptor, whose run waits for it
   */
  public OnboardingResult result() {
    try {
      return started.result();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OnboardingException.of(Category.TRANSIENT, "interrupted; run " + id() + " continues")
          .remedy("ask it for its result again, or cancel it")
          .cause(e)
          .build();
    }
  }
}
