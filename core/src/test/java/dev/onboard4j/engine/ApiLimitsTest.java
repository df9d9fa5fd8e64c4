package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onboard4j.run.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs with different limits at one API; requests end when the test says so. */
@Timeout(30)
final class ApiLimitsTest {
  private static final int BUSY = 64;

  /** A request that waits for ever fails its test: nothing interrupts a join. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ApiLimits limits = new ApiLimits();
  private final Cancellation cancellation = new Cancellation();
  private final List<String> begun = new CopyOnWriteArrayList<>();

  /** A request of a run. */
  private final class Sent {
    private final CountDownLatch reply = new CountDownLatch(1);
    private final CompletableFuture<String> ended;

    Sent(String name, int limit, Cancellation cancelled) {
      Deadline deadline = new Deadline(new FakeTime(), cancelled, "run", null);
      ended =
          CompletableFuture.supplyAsync(
              () -> limits.request("iam", limit, deadline, () -> replied(name)),
              task -> new Thread(task, "low").start());
    }

    private String replied(String name) {
      begun.add(name);
      try {
        reply.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return name;
    }

    void reply() {
      reply.countDown();
      assertThat(ended).succeedsWithin(PATIENCE);
    }
  }

  private Sent inFlight(String name, int limit) {
    int before = begun.size();
    Sent sent = new Sent(name, limit, new Cancellation());
    await().until(() -> begun.size() > before);
    return sent;
  }

  private Sent waiting(String name, int limit) {
    int before = limits.waiting("iam");
    Sent sent = new Sent(name, limit, cancellation);
    await().until(() -> limits.waiting("iam") > before);
    return sent;
  }

  @Test
  void aRunWithALowLimitHasItsTurnBesideABusyOne() {
    List<Sent> busy = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      busy.add(inFlight("busy", BUSY));
    }
    Sent low = waiting("low", 1);
    Sent later = waiting("later", BUSY);
    Sent last = waiting("last", BUSY);
    busy.remove(0).reply();
    busy.remove(0).reply();
    assertThat(begun).as("as one of them is in flight").containsExactly("busy", "busy", "busy");
    assertThat(limits.waiting("iam")).isEqualTo(3);
    busy.remove(0).reply();
    await().until(() -> begun.contains("low"));
    low.reply();
    later.reply();
    last.reply();
    assertThat(limits.size()).isZero();
  }

  @Test
  void thoseThatHaveRoomBeginWithoutAnotherOnesEnd() {
    Sent first = inFlight("first", BUSY);
    Sent low = waiting("low", 1);
    Sent second = waiting("second", BUSY);
    Sent third = waiting("third", BUSY);
    first.reply();
    low.reply();
    await().until(() -> begun.size() == 4);
    second.reply();
    third.reply();
  }

  @Test
  void oneThatIsCancelledLetsThoseBehindItPass() {
    Sent busy = inFlight("busy", BUSY);
    Sent low = waiting("low", 1);
    Sent later = new Sent("later", BUSY, new Cancellation());
    cancellation.cancel();
    assertThatThrownBy(low.ended::join)
        .hasRootCauseMessage("the run was cancelled before a request to iam");
    later.reply();
    assertThat(begun).containsExactly("busy", "later");
    busy.reply();
    assertThat(limits.size()).isZero();
  }

  @Test
  void noMoreThanTheLimitAreInFlight() {
    Sent one = inFlight("one", 2);
    Sent two = inFlight("two", 2);
    Sent three = waiting("three", 2);
    assertThat(begun).containsExactly("one", "two");
    one.reply();
    await().until(() -> begun.contains("three"));
    two.reply();
    three.reply();
  }

  /** The embedder's clock is asked while the request waits; it may ask the same API. */
  @Test
  void aClockThatSendsARequestDoesNotWaitBehindItsCaller() {
    Sent busy = inFlight("busy", BUSY);
    FakeTime asks =
        new FakeTime() {
          @Override
          public synchronized Instant now() {
            Deadline plain = new Deadline(new FakeTime(), new Cancellation(), "run", null);
            return limits.request("iam", BUSY, plain, super::now);
          }
        };
    Cancellation stops = new Cancellation();
    Deadline deadline = Deadline.ofRun(Duration.ofMinutes(1), asks, stops);
    CompletableFuture<String> low =
        CompletableFuture.supplyAsync(
            () -> limits.request("iam", 1, deadline, () -> "low"),
            task -> new Thread(task, "low").start());
    await().until(() -> limits.waiting("iam") > 0);
    busy.reply();
    assertThat(low).succeedsWithin(PATIENCE).isEqualTo("low");
    assertThat(limits.size()).isZero();
  }

  /** A clock that does not return holds up its own run only. */
  @Test
  void aClockThatHangsDoesNotHoldUpOthers() {
    Sent busy = inFlight("busy", BUSY);
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(3);
    FakeTime hangs =
        new FakeTime() {
          @Override
          public synchronized Instant now() {
            asked.countDown();
            if (asked.getCount() == 0) {
              try {
                hanging.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
            return super.now();
          }
        };
    Deadline deadline = Deadline.ofRun(Duration.ofMinutes(1), hangs, new Cancellation());
    CompletableFuture<String> low =
        CompletableFuture.supplyAsync(
            () -> limits.request("iam", 1, deadline, () -> "low"),
            task -> new Thread(task, "low").start());
    await().until(() -> asked.getCount() == 0);
    inFlight("other", BUSY).reply();
    busy.reply();
    hanging.countDown();
    assertThat(low).succeedsWithin(PATIENCE).isEqualTo("low");
  }
}
