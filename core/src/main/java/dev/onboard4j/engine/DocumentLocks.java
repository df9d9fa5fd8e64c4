package dev.onboard4j.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Allows one editor at a time per shared document.
 *
 * <p>Two runs in one process must not edit a document at the same time, so the locks apply to the
 * whole JVM; this is the only reason for the shared instance. Thread-safe.
 */
final class DocumentLocks {
  static final DocumentLocks JVM = new DocumentLocks();

  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  <T> T exclusive(String document, Deadline deadline, Supplier<T> cycle) {
    ReentrantLock lock = locks.computeIfAbsent(document, name -> new ReentrantLock(true));
    deadline.acquire(lock::tryLock, "the turn to edit " + document);
    try {
      return cycle.get();
    } finally {
      lock.unlock();
    }
  }
}
