package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers how the writes of a handler's write ended. Thread-safe. */
final class WriteLog {
  private enum First {
    NONE,
    SENT,
    CONFIRMED
  }

  private final AtomicReference<First> first = new AtomicReference<>(First.NONE);
  private final Set<Throwable> refused = ConcurrentHashMap.newKeySet();
  private volatile boolean effect;

  <T> T logged(Supplier<T> write) {
    boolean mine = first.compareAndSet(First.NONE, First.SENT);
    try {
      T reply = write.get();
      effect = true;
      if (mine) {
        first.set(First.CONFIRMED);
      }
      return reply;
    } catch (OnboardingException e) {
      if (e.category() == Category.UNKNOWN_OUTCOME) {
        effect = true;
      } else {
        refused.add(e);
      }
      throw e;
    }
  }

  /**
   * Whether nobody knows how far a handler came that ended with this failure: a write had an
   * effect, and it is not a write without effect that failed.
   */
  boolean leavesDoubt(Throwable failure) {
    @Nullable Throwable at = failure;
    while (at != null && !refused.contains(at)) {
      at = at.getCause();
    }
    return effect && at == null;
  }

  /** Whether a write had an effect, or may have had one. */
  boolean mayHaveEffect() {
    return effect;
  }

  /** Whether the API confirmed the first write, which creates an absent object. */
  boolean firstConfirmed() {
    return first.get() == First.CONFIRMED;
  }
}
