package dev.onboard4j;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One verb at work: its workers, events, clock, deadline and the wish to stop. */
final class Run implements AutoCloseable {
  private final String account;
  private final Workers workers;
  private final Events events;
  private final Time time;
  private final @Nullable Instant deadline;
  private final Cancellation cancellation;

  Run(Config config, ClusterRef cluster) {
    account = cluster.provider() + "/" + cluster.account();
    workers = new Workers(config.parallelism());
    events = new Events(config.listeners());
    time = config.time();
    cancellation = config.cancellation();
    Duration limit = config.deadline();
    deadline = limit == null ? null : time.now().plus(limit);
  }

  /** Sends one request when both this run and the API have room for it. */
  <T> T request(String action, Supplier<T> request) {
    int colon = action.indexOf(':');
    String api = account + "/" + (colon < 0 ? action : action.substring(0, colon));
    return workers.request(() -> ApiLimits.JVM.request(api, request));
  }

  Workers workers() {
    return workers;
  }

  Events events() {
    return events;
  }

  Time time() {
    return time;
  }

  /** Why the run has to stop now, if it has to. */
  Optional<String> stopped() {
    if (cancellation.cancelled()) {
      return Optional.of("the run was cancelled");
    }
    return deadline != null && time.now().isAfter(deadline)
        ? Optional.of("the run's deadline passed")
        : Optional.empty();
  }

  /** Throws when the run has to stop. */
  void checkpoint(String before) {
    stopped()
        .ifPresent(
            why -> {
              throw OnboardingException.of(Category.TRANSIENT, why + " before " + before)
                  .remedy("run it again: it goes on where it stopped")
                  .build();
            });
  }

  /** Waits, but never past the deadline. */
  void pause(Duration wanted, String before) {
    Duration pause = wanted;
    if (deadline != null) {
      Duration left = Duration.between(time.now(), deadline);
      pause = left.compareTo(wanted) < 0 ? left.plusMillis(1) : wanted;
    }
    try {
      if (!pause.isNegative()) {
        time.pause(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OnboardingException.of(Category.TRANSIENT, "interrupted before " + before)
          .remedy("run it again: it goes on where it stopped")
          .cause(e)
          .build();
    }
    checkpoint(before);
  }

  @Override
  public void close() {
    workers.close();
  }
}
