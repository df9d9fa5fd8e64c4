package dev.onboard4j.engine;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Remembers how the first write of a handler's write ended. Thread-safe. */
final class WriteLog {
  private enum First {
    NONE,
    SENT,
    CONFIRMED
  }

  private final AtomicReference<First> first = new AtomicReference<>(First.NONE);

  <T> T logged(Supplier<T> write) {
    boolean mine = first.compareAndSet(First.NONE, First.SENT);
    T reply = write.get();
    if (mine) {
      first.set(First.CONFIRMED);
    }
    return reply;
  }

  /** Whether a write may have been sent. */
  boolean any() {
    return first.get() != First.NONE;
  }

  /** Whether the API confirmed the first write, which creates an absent object. */
  boolean firstConfirmed() {
    return first.get() == First.CONFIRMED;
  }
}
