package dev.onboard4j.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a run to stop after the requests in flight; the run can be repeated later.
 *
 * <p>Waits of the run end at once, and no further request is sent. Thread-safe.
 */
public final class Cancellation {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<Runnable> actions = new ArrayList<>();

  /** Creates a cancellation that is not asked for yet. */
  public Cancellation() {}

  /**
   * Asks to stop; further calls have no effect.
   *
   * <p>Runs all actions, then throws what the first one threw that failed.
   */
  public void cancel() {
    List<Runnable> due;
    synchronized (actions) {
      asked.countDown();
      due = List.copyOf(actions);
      actions.clear();
    }
    @Nullable RuntimeException first = null;
    for (Runnable action : due) {
      try {
        action.run();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Whether {@link #cancel()} was called. */
  public boolean cancelled() {
    return asked.getCount() == 0;
  }

  /**
   * Waits for the cancellation.
   *
   * @param limit how long to wait at most
   * @return whether {@link #cancel()} was called
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean await(Duration limit) throws InterruptedException {
    return asked.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Runs an action upon cancellation, on the thread that cancels; at once if it was cancelled
   * before.
   *
   * @return unregisters the action; running it twice has no effect
   */
  public Runnable onCancel(Runnable action) {
    synchronized (actions) {
      if (!cancelled()) {
        actions.add(action);
        return () -> unregister(action);
      }
    }
    action.run();
    return () -> {};
  }

  private void unregister(Runnable action) {
    synchronized (actions) {
      actions.remove(action);
    }
  }
}
