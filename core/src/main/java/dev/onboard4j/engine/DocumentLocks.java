package dev.onboard4j.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One editor per shared document.
 *
 * <p>The scope is the JVM by nature: two runs in one process must not race for one document. That
 * is the only reason for the one shared instance.
 */
final class DocumentLocks {
  static final DocumentLocks JVM = new DocumentLocks();

  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  <T> T exclusive(String document, Supplier<T> cycle) {
    ReentrantLock lock = locks.computeIfAbsent(document, name -> new ReentrantLock(true));
    lock.lock();
    try {
      return cycle.get();
    } finally {
      lock.unlock();
    }
  }
}
