package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.OutgoingRequest.Effect;
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

  /** Sends until it succeeds, fails for good, or has no attempt left. */
  static <T> T send(
      Effect effect, Deadline term, Waiting waiting, String request, Supplier<T> send) {
    Retry.AsyncContext<T> attempts = (effect == Effect.READ ? READS : WRITES).asyncContext();
    while (true) {
      term.checkpoint(request);
      try {
        T reply = send.get();
        attempts.onComplete();
        return reply;
      } catch (OnboardingException e) {
        long wait = attempts.onError(e);
        if (wait < 0) {
          throw e;
        }
        Duration asked = e.retryAfter().orElse(Duration.ZERO);
        Duration pause = Duration.ofMillis(Math.max(wait, asked.toMillis()));
        waiting.tell(e, pause);
        term.pause(pause, request);
      }
    }
  }

  /** Is told before each pause. */
  @FunctionalInterface
  interface Waiting {
    void tell(OnboardingException failure, Duration pause);
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
