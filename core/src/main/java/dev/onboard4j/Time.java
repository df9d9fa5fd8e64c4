package dev.onboard4j;

import java.time.Duration;
import java.time.Instant;

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
    return new SystemTime();
  }
}
