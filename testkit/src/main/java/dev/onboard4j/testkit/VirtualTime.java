package dev.onboard4j.testkit;

import dev.onboard4j.run.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A clock for tests: a pause advances it and returns at once. Thread-safe. */
public final class VirtualTime implements Time {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  /** Starts at the beginning of 2026. */
  public VirtualTime() {}

  @Override
  public Instant now() {
    return now.updateAndGet(instant -> instant);
  }

  @Override
  public void pause(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }
}
