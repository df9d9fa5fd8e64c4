package dev.onboard4j.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The clock and the waiting of a run, so that tests need neither. Thread-safe. */
public interface Time {
  /** The present. */
  Instant now();

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is told to stop
   */
  void pause(Duration duration) throws InterruptedException;

  /** The machine's own. */
  static Time system() {
    return new Machine();
  }

  /** The machine's clock. */
  record Machine() implements Time {
    @Override
    public Instant now() {
      return Clock.systemUTC().instant();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
  }
}
