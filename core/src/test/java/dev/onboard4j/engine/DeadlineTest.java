package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.run.Cancellation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
  private final FakeTime time = new FakeTime();
  private final Cancellation cancellation = new Cancellation();

  private Deadline ofRun(Duration limit) {
    return Deadline.ofRun(limit, time, cancellation);
  }

  @Test
  void workMayContinueUntilTheEndAndNotAfterIt() {
    Deadline deadline = ofRun(Duration.ofSeconds(10));
    time.pause(Duration.ofSeconds(10));
    assertThat(deadline.over()).isEmpty();
    time.pause(Duration.ofNanos(1));
    assertThat(deadline.over()).contains("the run's deadline passed");
    assertThatThrownBy(() -> deadline.checkpoint("iam:CreateRole"))
        .isInstanceOf(OnboardingException.class)
        .hasMessage("the run's deadline passed before iam:CreateRole");
  }

  @Test
  void aStepEndsAtItsOwnLimitOrWithTheRunWhicheverComesFirst() {
    Deadline run = ofRun(Duration.ofSeconds(10));
    Deadline shorter = run.ofStep(Duration.ofSeconds(5));
    Deadline longer = run.ofStep(Duration.ofSeconds(20));
    time.pause(Duration.ofSeconds(6));
    assertThat(shorter.over()).contains("the step's deadline passed");
    assertThat(longer.over()).isEmpty();
    time.pause(Duration.ofSeconds(5));
    assertThat(longer.over()).contains("the run's deadline passed");
    assertThat(run.ofStep(null).over()).contains("the run's deadline passed");
  }

  @Test
  void withoutALimitOnlyACancellationEndsTheWork() {
    Deadline deadline = ofRun(null);
    time.pause(Duration.ofDays(10_000));
    assertThat(deadline.over()).isEmpty();
    cancellation.cancel();
    assertThat(deadline.over()).contains("the run was cancelled");
  }

  @Test
  void anEndlessLimitIsNone() {
    assertThat(ofRun(Duration.ofSeconds(Long.MAX_VALUE)).over()).isEmpty();
    assertThat(ofRun(Duration.ofSeconds(-1)).over()).contains("the run's deadline passed");
  }

  @Test
  void aPauseIsAsLongAsItIsWantedAndEndsJustAfterTheDeadline() {
    Deadline deadline = ofRun(Duration.ofSeconds(10));
    deadline.pause(Duration.ofSeconds(4), "the next attempt");
    assertThatThrownBy(() -> deadline.pause(Duration.ofSeconds(60), "the next attempt"))
        .hasMessage("the run's deadline passed before the next attempt");
    assertThat(time.pauses).isEqualTo(List.of(Duration.ofSeconds(4), Duration.ofMillis(6001)));
  }

  @Test
  void aCancelledRunStartsNoPause() {
    cancellation.cancel();
    assertThatThrownBy(() -> ofRun(null).pause(Duration.ofSeconds(1), "the next attempt"))
        .hasMessage("the run was cancelled before the next attempt");
    assertThat(time.pauses).isEmpty();
  }

  @Test
  void aPermitThatIsFreeAfterTheCancellationIsNotTaken() {
    cancellation.cancel();
    boolean[] tried = new boolean[1];
    assertThatThrownBy(
            () -> ofRun(null).acquire((limit, unit) -> tried[0] = true, "the next request"))
        .hasMessage("the run was cancelled before the next request");
    assertThat(tried[0]).isFalse();
  }

  @Test
  void whoWaitsForAPermitNoticesTheCancellation() {
    assertThatThrownBy(
            () ->
                ofRun(null)
                    .acquire(
                        (limit, unit) -> {
                          cancellation.cancel();
                          return false;
                        },
                        "the next request"))
        .hasMessage("the run was cancelled before the next request");
  }

  @Test
  void withoutALimitAPauseIsAsLongAsItIsWanted() {
    ofRun(null).pause(Duration.ofSeconds(5), "the next attempt");
    ofRun(null).pause(Duration.ofDays(40_000), "the next attempt");
    assertThat(time.pauses).isEqualTo(List.of(Duration.ofSeconds(5), Duration.ofDays(36_500)));
  }

  @Test
  void aPauseUntilTheDeadlineItselfIsNotProlonged() {
    ofRun(Duration.ofSeconds(10)).pause(Duration.ofSeconds(10), "the next attempt");
    assertThat(time.pauses).isEqualTo(List.of(Duration.ofSeconds(10)));
  }

  @Test
  void anInterruptAndAClockThatFailsEndTheWork() {
    Thread.currentThread().interrupt();
    assertThat(ofRun(null).over()).contains("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    FakeTime broken =
        new FakeTime() {
          private int asked;

          @Override
          public synchronized java.time.Instant now() {
            if (asked++ > 0) {
              throw new IllegalStateException("secret text");
            }
            return super.now();
          }
        };
    assertThat(Deadline.ofRun(Duration.ofSeconds(10), broken, cancellation).over())
        .contains("the clock failed with java.lang.IllegalStateException");
  }
}
