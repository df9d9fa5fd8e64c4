package dev.onboard4j.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Limits the requests in flight to one API of one account, across all clusters.
 *
 * <p>Clouds throttle by account, so the limit applies to the whole JVM; this is the only reason for
 * the shared instance. Thread-safe.
 */
final class ApiLimits {
  static final ApiLimits JVM = new ApiLimits();

  private static final int IN_FLIGHT = 64;

  private final Map<String, Semaphore> apis = new ConcurrentHashMap<>();

  /** Sends when there is room; {@code api} names provider, account and service. */
  <T> T request(String api, Deadline deadline, Supplier<T> request) {
    Semaphore room = apis.computeIfAbsent(api, name -> new Semaphore(IN_FLIGHT, true));
    deadline.acquire(room::tryAcquire, "a request to " + api);
    try {
      return request.get();
    } finally {
      room.release();
    }
  }
}
