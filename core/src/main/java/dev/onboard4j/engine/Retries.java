package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Supplier;

/** Decides which failures are retried, how often, and after which pause. Thread-safe. */
final class Retries {
  private static final IntervalFunction BACKOFF =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(250), 2.0, 0.4, Duration.ofSeconds(20));

  private final Retry attempts;
  private final Duration longestPause;

  Retries(RunLimits limits) {
    attempts =
        Retry.of(
            "onboard4j",
            RetryConfig.custom()
                .maxAttempts(limits.attempts())
                .intervalFunction(BACKOFF)
                .retryOnException(
                    e ->
                        e instanceof OnboardingException known
                            && known.category() == Category.TRANSIENT)
                .build());
    longestPause = limits.pause();
  }

  /** The pause before an attempt, counted from 1. */
  static Duration backoff(int attempt) {
    return Duration.ofMillis(BACKOFF.apply(attempt));
  }

  /** Sends until it succeeds, fails permanently, or has no attempt left. */
  <T> T send(Deadline deadline, Waiting waiting, String request, Supplier<T> send) {
    Retry.AsyncContext<T> context = attempts.asyncContext();
    while (true) {
      deadline.checkpoint(request);
      try {
        T reply = send.get();
        context.onComplete();
        return reply;
      } catch (OnboardingException e) {
        Duration pause = pause(context.onError(e), e);
        deadline.checkpoint(request);
        waiting.tell(e, pause);
        deadline.pause(pause, request);
      }
    }
  }

  /** The pause before the next attempt; throws the failure if there is none. */
  private Duration pause(long backoffMillis, OnboardingException failure) {
    if (backoffMillis < 0) {
      throw failure;
    }
    Duration backoff = Duration.ofMillis(backoffMillis);
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    Duration longer = asked.compareTo(backoff) > 0 ? asked : backoff;
    // An API may ask for a longer pause; the next attempt then tells whether it still insists.
    return longer.compareTo(longestPause) > 0 ? longestPause : longer;
  }

  /** Is told before each pause. */
  @FunctionalInterface
  interface Waiting {
    void tell(OnboardingException failure, Duration pause);
  }
}
