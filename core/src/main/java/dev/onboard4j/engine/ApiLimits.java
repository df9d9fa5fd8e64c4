package dev.onboard4j.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Limits the requests in flight to one API of one account, across all clusters.
 *
 * <p>Clouds throttle by account, so the count applies to the whole JVM; this is the only reason for
 * the shared instance. Each run compares the count with its own limit. Thread-safe.
 */
final class ApiLimits {
  static final ApiLimits JVM = new ApiLimits();

  private final Map<String, Integer> inFlight = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /** Sends when there is room; {@code api} names provider, account and service. */
  <T> T request(String api, int limit, Deadline deadline, Supplier<T> request) {
    deadline.acquire((time, unit) -> begun(api, limit, unit.toNanos(time)), "a request to " + api);
    try {
      return request.get();
    } finally {
      end(api);
    }
  }

  private boolean begun(String api, int limit, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (inFlight.getOrDefault(api, 0) >= limit) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
      inFlight.merge(api, 1, Integer::sum);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void end(String api) {
    lock.lock();
    try {
      // An API without a request in flight has no entry, so that the map does not grow for ever.
      inFlight.computeIfPresent(api, (name, count) -> count == 1 ? null : count - 1);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The APIs with a request in flight. */
  int size() {
    lock.lock();
    try {
      return inFlight.size();
    } finally {
      lock.unlock();
    }
  }
}
