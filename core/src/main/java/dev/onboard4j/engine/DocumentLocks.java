package dev.onboard4j.engine;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Allows one editor at a time per shared document.
 *
 * <p>Two runs in one process must not edit a document at the same time, so the locks apply to the
 * whole JVM; this is the only reason for the shared instance. A lock exists as long as somebody
 * edits or waits. Thread-safe.
 */
final class DocumentLocks {
  static final DocumentLocks JVM = new DocumentLocks();

  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  /** A lock, with the number of those who edit or wait. */
  private record Turn(ReentrantLock lock, int users) {
    Turn(int users) {
      this(new ReentrantLock(true), users);
    }

    Turn with(int more) {
      return new Turn(lock, users + more);
    }
  }

  <T> T exclusive(String document, Deadline deadline, Supplier<T> cycle) {
    ReentrantLock lock = entered(document).lock();
    try {
      deadline.acquire(lock::tryLock, "the turn to edit " + document);
      try {
        return cycle.get();
      } finally {
        lock.unlock();
      }
    } finally {
      left(document);
    }
  }

  private Turn entered(String document) {
    return Objects.requireNonNull(
        turns.compute(document, (name, turn) -> turn == null ? new Turn(1) : turn.with(1)));
  }

  private void left(String document) {
    turns.computeIfPresent(document, (name, turn) -> turn.users() == 1 ? null : turn.with(-1));
  }

  /** How many documents somebody edits or waits for. */
  int inUse() {
    return turns.size();
  }
}
