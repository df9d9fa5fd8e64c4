package dev.onboard4j.hostile;

import dev.onboard4j.run.Time;
import java.time.Duration;
import java.time.Instant;

/** A clock that only pauses and a test move. Thread-safe. */
final class VirtualClock implements Time {
  private boolean running;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized long nanos() {
    running = true;
    return Time.super.nanos();
  }

  /** The next run is about to set its deadline. */
  synchronized void nextRun() {
    running = false;
  }

  /** Whether a run has set its deadline. */
  synchronized boolean running() {
    return running;
  }

  @Override
  public synchronized void pause(Duration duration) {
    now = now.plus(duration);
  }
}
