package dev.onboard4j.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits in the queue of an executor; runs once at most. Thread-safe.
 *
 * <p>The executor may get to it long after its run, or never: a task that was dropped holds
 * nothing, so that the queue does not keep the run in memory.
 */
final class QueuedTask implements Runnable {
  private final AtomicReference<@Nullable Runnable> work;

  QueuedTask(Runnable work) {
    this.work = new AtomicReference<>(work);
  }

  @Override
  public void run() {
    Runnable mine = work.getAndSet(null);
    if (mine != null) {
      mine.run();
    }
  }

  /** Nobody needs the task any more. */
  void drop() {
    work.set(null);
  }
}
