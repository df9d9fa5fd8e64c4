package dev.onboard4j.run;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks a run to stop after the request in flight; the world it leaves can be planned again.
 *
 * <p>Thread-safe.
 */
public final class Cancellation {
  private final AtomicBoolean asked = new AtomicBoolean();

  /** Nobody asked yet. */
  public Cancellation() {}

  /** Asks to stop. */
  public void cancel() {
    asked.set(true);
  }

  /** Whether somebody asked. */
  public boolean cancelled() {
    return asked.get();
  }
}
