package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingEvent.Origin;
import dev.onboard4j.run.OnboardingEvent.Phase;
import dev.onboard4j.run.Progress;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers the events of one run one at a time; a listener that throws adds a warning. */
final class Events {
  static final Logger LOG = LoggerFactory.getLogger("dev.onboard4j.Onboarding");

  private final Origin start;
  private final Supplier<Instant> clock;
  private final List<Listener<?>> listeners;
  private final Set<String> warnings = new LinkedHashSet<>();

  /** Not a monitor: a listener that waits must not hold the carrier of a virtual thread. */
  private final ReentrantLock lock = new ReentrantLock(true);

  /** The last time that the clock told; guarded by the lock. */
  private Instant last;

  private volatile Progress progress = new Progress(Phase.FACTS, 0, 0);

  /** Starts in the phase of the origin; the clock supplies the time of each event. */
  Events(Origin start, Supplier<Instant> clock, List<Listener<?>> listeners) {
    this.start = start;
    this.clock = clock;
    this.listeners = List.copyOf(listeners);
    last = start.time();
  }

  /** Delivers an event to each listener of its type. */
  void tell(Function<Origin, OnboardingEvent> event) {
    lock.lock();
    try {
      // With the clock, which is the embedder's, too.
      Holdings.telling(() -> deliver(event.apply(origin())));
    } finally {
      lock.unlock();
    }
  }

  private Origin origin() {
    return new Origin(start.run(), start.cluster(), start.operation(), progress.phase(), time());
  }

  /** A clock that throws must not end a run, nor change what is told of it. */
  private Instant time() {
    try {
      last = Objects.requireNonNull(clock.get(), "the time");
    } catch (Throwable e) {
      Unforeseen.keepInterrupt(e);
      warn("the clock threw " + e.getClass().getName());
    }
    return last;
  }

  private void deliver(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.WriteSent write) {
      LOG.info("{} for {}", write.request(), write.resource());
    }
    for (Listener<?> listener : listeners) {
      try {
        listener.tell(event);
      } catch (Throwable e) {
        // A listener must not end a run.
        warn("a listener of " + listener.type().getSimpleName() + " threw " + described(e));
      }
    }
  }

  /** A foreign message may contain a secret, so the warning has its class name only. */
  private static String described(Throwable e) {
    return e instanceof OnboardingException ours
        ? String.valueOf(ours.getMessage())
        : e.getClass().getName();
  }

  /** Begins a phase of so many parts. */
  void begin(Phase phase, int total) {
    lock.lock();
    try {
      progress = new Progress(phase, 0, total);
      tell(origin -> new OnboardingEvent.PhaseStarted(origin, total));
    } finally {
      lock.unlock();
    }
  }

  /** Counts one more part of the phase as done. */
  void advance() {
    lock.lock();
    try {
      Progress now = new Progress(progress.phase(), progress.done() + 1, progress.total());
      progress = now;
      tell(origin -> new OnboardingEvent.Progressed(origin, now.done(), now.total()));
    } finally {
      lock.unlock();
    }
  }

  /** How far the run is. */
  Progress progress() {
    return progress;
  }

  /** Adds a warning to the result of the run, once. */
  void warn(String warning) {
    lock.lock();
    try {
      if (warnings.add(warning)) {
        LOG.warn(warning);
      }
    } finally {
      lock.unlock();
    }
  }

  List<String> warnings() {
    lock.lock();
    try {
      return List.copyOf(warnings);
    } finally {
      lock.unlock();
    }
  }
}
