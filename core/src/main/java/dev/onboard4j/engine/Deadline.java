package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long work may go on: until a deadline, or until somebody wishes it to stop. Immutable.
 *
 * @param whose the run's deadline or a step's
 * @param end the deadline; null for none
 */
record Deadline(Time time, Cancellation cancellation, String whose, @Nullable Instant end) {
  static Deadline ofRun(EngineConfig config) {
    return new Deadline(config.time(), config.cancellation(), "run", null)
        .shortened(config.deadline());
  }

  /** The term of one step, which never outlasts the run's. */
  Deadline ofStep(@Nullable Duration limit) {
    return new Deadline(time, cancellation, "step", null).shortened(limit).earlier(this);
  }

  private Deadline shortened(@Nullable Duration limit) {
    return limit == null ? this : new Deadline(time, cancellation, whose, time.now().plus(limit));
  }

  private Deadline earlier(Deadline other) {
    boolean mine = end != null && (other.end == null || end.isBefore(other.end));
    return mine ? this : other;
  }

  /** Why work has to stop now, if it has to. */
  Optional<String> over() {
    if (cancellation.cancelled()) {
      return Optional.of("the run was cancelled");
    }
    return end != null && time.now().isAfter(end)
        ? Optional.of("the " + whose + "'s deadline passed")
        : Optional.empty();
  }

  /** Throws when work has to stop. */
  void checkpoint(String before) {
    over()
        .ifPresent(
            why -> {
              throw stopped(why + " before " + before).build();
            });
  }

  /** Waits, but never past the deadline. */
  void pause(Duration wanted, String before) {
    Duration pause = wanted;
    if (end != null) {
      Duration left = Duration.between(time.now(), end);
      pause = left.compareTo(wanted) < 0 ? left.plusMillis(1) : wanted;
    }
    try {
      if (!pause.isNegative()) {
        time.pause(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped("interrupted before " + before).cause(e).build();
    }
    checkpoint(before);
  }

  private static OnboardingException.Builder stopped(String why) {
    return OnboardingException.of(Category.TRANSIENT, why)
        .remedy("run it again: it goes on where it stopped");
  }
}
