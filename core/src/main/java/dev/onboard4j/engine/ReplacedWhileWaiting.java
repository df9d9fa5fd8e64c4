package dev.onboard4j.engine;

import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.Time;
import java.time.Duration;
import java.time.Instant;

/** The time of a run; a thread that pauses is replaced, so that other tasks do not wait for it. */
record ReplacedWhileWaiting(Time time, TaskExecutor executor) implements Time {
  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public long nanos() {
    return time.nanos();
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    executor.waitBegins();
    try {
      time.pause(duration);
    } finally {
      executor.waitEnds();
    }
  }

  @Override
  public void pause(Duration duration, Cancellation cancellation) throws InterruptedException {
    executor.waitBegins();
    try {
      time.pause(duration, cancellation);
    } finally {
      executor.waitEnds();
    }
  }
}
