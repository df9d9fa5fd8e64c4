package dev.onboard4j.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Limits the requests in flight to one API of one account, across all clusters.
 *
 * <p>Clouds throttle by account, so the count applies to the whole JVM; this is the only reason for
 * the shared instance. Each run compares the count with its own limit. Requests begin in the order
 * in which they came: one with a low limit waits until the API is quiet enough, and those that come
 * later wait behind it. Thread-safe.
 *
 * <p>Between two waits of 50 ms a request asks its deadline, which asks the embedder's clock.
 * Others may pass it during that time only: a clock that does not return, or that sends a request
 * itself, would otherwise stop every run at this API.
 */
final class ApiLimits {
  static final ApiLimits JVM = new ApiLimits();

  /** An API without a request has no entry, so that the map does not grow for ever. */
  private final Map<String, Api> apis = new HashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();

  /** The requests to one API; guarded by the lock. */
  private static final class Api {
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private int inFlight;

    private boolean isNext(Turn turn) {
      return waiting.stream().filter(one -> one.present).findFirst().orElse(turn) == turn;
    }
  }

  /** The place of a request in the order; equal to itself only. Guarded by the lock. */
  private static final class Turn {
    /** Whether its thread waits here, and does not ask its deadline. */
    private boolean present;
  }

  /** Sends when there is room; {@code api} names provider, account and service. */
  <T> T request(String api, int limit, Deadline deadline, Supplier<T> request) {
    Turn turn = entered(api);
    try {
      deadline.acquire(
          (time, unit) -> begun(api, turn, limit, unit.toNanos(time)), "a request to " + api);
    } catch (Throwable e) {
      change(api, one -> one.waiting.remove(turn));
      throw e;
    }
    try {
      return request.get();
    } finally {
      change(api, one -> one.inFlight--);
    }
  }

  private Turn entered(String api) {
    Turn turn = new Turn();
    change(api, one -> one.waiting.add(turn));
    return turn;
  }

  private boolean begun(String api, Turn turn, int limit, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Api one = Objects.requireNonNull(apis.get(api));
      turn.present = true;
      long left = nanos;
      while (!one.isNext(turn) || one.inFlight >= limit) {
        if (left <= 0) {
          return false;
        }
        left = moved.awaitNanos(left);
      }
      one.waiting.remove(turn);
      one.inFlight++;
      moved.signalAll();
      return true;
    } finally {
      turn.present = false;
      lock.unlock();
    }
  }

  private void change(String api, Consumer<Api> change) {
    lock.lock();
    try {
      Api one = apis.computeIfAbsent(api, name -> new Api());
      change.accept(one);
      if (one.waiting.isEmpty() && one.inFlight == 0) {
        apis.remove(api);
      }
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The APIs with a request in flight or waiting. */
  int size() {
    lock.lock();
    try {
      return apis.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests to an API wait. */
  int waiting(String api) {
    lock.lock();
    try {
      Api one = apis.get(api);
      return one == null ? 0 : one.waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
