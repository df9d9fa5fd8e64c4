package dev.onboard4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CancellationTest {
  private final Cancellation cancellation = new Cancellation();
  private final List<String> done = new ArrayList<>();

  @Test
  void anActionRunsOnceWhenTheRunIsCancelled() {
    cancellation.onCancel(() -> done.add("stopped"));
    assertThat(done).isEmpty();
    cancellation.cancel();
    cancellation.cancel();
    assertThat(done).containsExactly("stopped");
    assertThat(cancellation.cancelled()).isTrue();
  }

  @Test
  void anUnregisteredActionDoesNotRun() {
    Runnable unregister = cancellation.onCancel(() -> done.add("first"));
    cancellation.onCancel(() -> done.add("second"));
    unregister.run();
    unregister.run();
    cancellation.cancel();
    assertThat(done).containsExactly("second");
  }

  @Test
  void anActionThatComesAfterTheCancellationRunsAtOnce() {
    cancellation.cancel();
    cancellation.onCancel(() -> done.add("late")).run();
    assertThat(done).containsExactly("late");
  }

  @Test
  void aWaitTellsWhetherItEndedByTheCancellation() throws InterruptedException {
    assertThat(cancellation.await(Duration.ofNanos(1))).isFalse();
    cancellation.cancel();
    assertThat(cancellation.await(Duration.ofDays(1))).isTrue();
  }

  @Test
  void anActionThatThrowsKeepsNoOtherFromItsTurn() {
    Cancellation cancellation = new Cancellation();
    List<String> done = new ArrayList<>();
    cancellation.onCancel(
        () -> {
          throw new IllegalStateException("first");
        });
    cancellation.onCancel(() -> done.add("second"));
    assertThatThrownBy(cancellation::cancel).hasMessage("first");
    assertThat(done).containsExactly("second");
  }
}
