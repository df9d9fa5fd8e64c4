package dev.onboard4j.samples.server;

import dev.onboard4j.run.OnboardingEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The newest events of one run, numbered from 0, for any number of followers. Thread-safe. */
final class EventLog {
  private static final int MOST = 10_000;

  private final ConcurrentNavigableMap<Long, OnboardingEvent> events =
      new ConcurrentSkipListMap<>();

  /** Not a monitor: a follower that waits must not hold the carrier of a virtual thread. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition added = lock.newCondition();
  private long next;

  /** Never waits for a follower, however slow: the run itself delivers the events. */
  void add(OnboardingEvent event) {
    lock.lock();
    try {
      events.put(next++, event);
      if (events.size() > MOST) {
        events.pollFirstEntry();
      }
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The first event from that number on; null if none happens within the limit. */
  Map.@Nullable Entry<Long, OnboardingEvent> await(long from, Duration limit)
      throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (next <= from && left > 0) {
        left = added.awaitNanos(left);
      }
      return events.ceilingEntry(from);
    } finally {
      lock.unlock();
    }
  }

  /** Whether no event follows this one. */
  static boolean isLast(OnboardingEvent event) {
    return event instanceof OnboardingEvent.ApplyEnded
        || event instanceof OnboardingEvent.ApplyRefused;
  }
}
