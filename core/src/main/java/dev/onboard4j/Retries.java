package dev.onboard4j;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** Which failures are tried again, how often and after which pause. */
final class Retries {
  private static final int ATTEMPTS = 10;
  private static final IntervalFunction BACKOFF =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(250), 2.0, 0.4, Duration.ofSeconds(20));

  private static final Retry READS = policy(Set.of(Category.TRANSIENT, Category.UNKNOWN_OUTCOME));
  private static final Retry WRITES = policy(Set.of(Category.TRANSIENT));

  private Retries() {}

  /** How long to wait before a try, counted from 1. */
  static Duration backoff(int attempt) {
    return Duration.ofMillis(BACKOFF.apply(attempt));
  }

  static <T> T read(RunContext run, EngineRequestContext call, String action, Supplier<T> request) {
    return send(READS, run, call, action, request);
  }

  static <T> T write(
      RunContext run, EngineRequestContext call, String action, Supplier<T> request) {
    return send(WRITES, run, call, action, request);
  }

  private static <T> T send(
      Retry policy, RunContext run, EngineRequestContext call, String action, Supplier<T> request) {
    Retry.AsyncContext<T> attempts = policy.asyncContext();
    while (true) {
      call.term().checkpoint(action);
      try {
        T reply = run.request(action, () -> call.sent(action, request));
        attempts.onComplete();
        return reply;
      } catch (OnboardingException e) {
        long wait = attempts.onError(e);
        if (wait < 0) {
          throw e;
        }
        Duration asked = e.retryAfter().orElse(Duration.ZERO);
        Duration pause = Duration.ofMillis(Math.max(wait, asked.toMillis()));
        call.waiting(action + ": " + e.getMessage(), pause);
        call.term().pause(pause, action);
      }
    }
  }

  private static Retry policy(Set<Category> again) {
    return Retry.of(
        "onboard4j",
        RetryConfig.custom()
            .maxAttempts(ATTEMPTS)
            .intervalFunction(BACKOFF)
            .retryOnException(
                e -> e instanceof OnboardingException known && again.contains(known.category()))
            .build());
  }
}
