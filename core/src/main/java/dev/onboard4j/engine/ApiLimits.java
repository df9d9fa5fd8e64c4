package dev.onboard4j.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How many requests may be in flight to one API of one account, whatever the number of clusters.
 *
 * <p>Clouds throttle by account, so the scope is the JVM by nature; that is the only reason for the
 * one shared instance.
 */
final class ApiLimits {
  static final ApiLimits JVM = new ApiLimits();

  private static final int IN_FLIGHT = 64;

  private final Map<String, Semaphore> apis = new ConcurrentHashMap<>();

  /** Sends when there is room; {@code api} names provider, account and service. */
  <T> T request(String api, Supplier<T> request) {
    Semaphore room = apis.computeIfAbsent(api, name -> new Semaphore(IN_FLIGHT, true));
    room.acquireUninterruptibly();
    try {
      return request.get();
    } finally {
      room.release();
    }
  }
}
