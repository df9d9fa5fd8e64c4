package dev.onboard4j.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Supplies the clock and the pauses of a run, so that tests need not wait. Thread-safe.
 *
 * <p>A clock that throws stops the run as its deadline does.
 */
public interface Time {
  /** The current date and time, for journals. */
  Instant now();

  /**
   * A clock that only moves forward, in nanoseconds; only differences have a meaning.
   *
   * <p>Deadlines use it, so that a change of the system's date does not move them. Follows {@link
   * #now()} unless overridden.
   */
  default long nanos() {
    Instant now = now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /**
   * Pauses the current thread.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void pause(Duration duration) throws InterruptedException;

  /**
   * Pauses the current thread, but not longer than until the cancellation.
   *
   * <p>Ignores the cancellation unless overridden.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  default void pause(Duration duration, Cancellation cancellation) throws InterruptedException {
    pause(duration);
  }

  /** The time of the system. */
  static Time system() {
    return new Machine();
  }

  /** The time of the system. */
  record Machine() implements Time {
    @Override
    public Instant now() {
      return Clock.systemUTC().instant();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    @Override
    public void pause(Duration duration, Cancellation cancellation) throws InterruptedException {
      cancellation.await(duration);
    }
  }
}
