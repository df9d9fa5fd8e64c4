package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long work may continue: until a point in time, a cancellation, or an interrupt.
 *
 * <p>Every wait of the engine goes through {@link #pause} or {@link #acquire}. Immutable.
 *
 * @param owner the word for messages: run or step
 * @param end the end, in {@link Time#nanos()}; null for none
 */
record Deadline(Time time, Cancellation cancellation, String owner, @Nullable Long end) {
  /** Longer limits count as none: the clock's nanoseconds do not reach further. */
  private static final Duration ENDLESS = Duration.ofDays(36_500);

  private static final long POLL_MILLIS = 50;

  static Deadline ofRun(Duration limit, Time time, Cancellation cancellation) {
    return new Deadline(time, cancellation, "run", null).shortened(limit);
  }

  /** The deadline of one step, which never ends after that of the run. */
  Deadline ofStep(@Nullable Duration limit) {
    return new Deadline(time, cancellation, "step", null).shortened(limit).earlier(this);
  }

  private Deadline shortened(@Nullable Duration limit) {
    return limit == null || limit.compareTo(ENDLESS) > 0
        ? this
        : new Deadline(time, cancellation, owner, time.nanos() + nanos(limit));
  }

  private static long nanos(Duration limit) {
    return limit.isNegative() ? -1 : limit.toNanos();
  }

  private Deadline earlier(Deadline other) {
    boolean mine = end != null && (other.end == null || end - other.end < 0);
    return mine ? this : other;
  }

  /** Why work has to stop now; empty if it may continue. */
  Optional<String> over() {
    if (cancellation.cancelled()) {
      return Optional.of("the run was cancelled");
    }
    if (Thread.currentThread().isInterrupted()) {
      return Optional.of("interrupted");
    }
    try {
      return end != null && time.nanos() - end > 0
          ? Optional.of("the " + owner + "'s deadline passed")
          : Optional.empty();
    } catch (Throwable e) {
      Unforeseen.keepInterrupt(e);
      return Optional.of("the clock failed with " + e.getClass().getName());
    }
  }

  /** Throws if work has to stop. */
  void checkpoint(String before) {
    over()
        .ifPresent(
            reason -> {
              throw stopped(reason + " before " + before).build();
            });
  }

  /** Pauses, but not past the deadline or the cancellation, and throws if work has to stop. */
  void pause(Duration wanted, String before) {
    checkpoint(before);
    try {
      time.pause(bounded(wanted), cancellation);
    } catch (InterruptedException e) {
      throw interrupted(before, e);
    } catch (Throwable e) {
      throw Unforeseen.known(e, "the pause before " + before);
    }
    checkpoint(before);
  }

  private Duration bounded(Duration limit) {
    Duration wanted = limit.compareTo(ENDLESS) > 0 ? ENDLESS : limit;
    if (end == null) {
      return wanted;
    }
    Duration left = Duration.ofNanos(end - time.nanos());
    return left.compareTo(wanted) < 0 ? left.plusMillis(1) : wanted;
  }

  /** Waits for a permit or a lock, and throws if work has to stop before it is free. */
  void acquire(Acquisition wanted, String before) {
    checkpoint(before);
    try {
      while (!wanted.acquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        checkpoint(before);
      }
    } catch (InterruptedException e) {
      throw interrupted(before, e);
    }
  }

  /** Waits for a limited time for a permit or a lock. */
  @FunctionalInterface
  interface Acquisition {
    boolean acquire(long limit, TimeUnit unit) throws InterruptedException;
  }

  private static OnboardingException interrupted(String before, InterruptedException e) {
    Thread.currentThread().interrupt();
    return stopped("interrupted before " + before).cause(e).build();
  }

  private static OnboardingException.Builder stopped(String reason) {
    return OnboardingException.of(Category.TRANSIENT, reason)
        .remedy("run it again: it goes on where it stopped");
  }
}
