package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request that reaches its limit neither takes an interrupt away nor makes one up. */
@Timeout(60)
final class InterruptedRequestTest {
  private static final String SLOW_CALL = "iam:CreateRole";
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final Duration SLOW = Duration.ofMillis(900);

  private static OnboardingResult applied(EmbeddedWorld world) {
    var plan =
        world
            .onboarding()
            .parallelism(1)
            .set("limits.request", LIMIT.toString())
            .plan(world.cluster());
    world.aws().faults().on(SLOW_CALL, 1, Fault.delay(SLOW));
    return plan.attempt();
  }

  private static List<String> writes(EmbeddedWorld world) {
    return world.calls().stream()
        .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
        .map(RecordedCall::name)
        .toList();
  }

  /** Interrupts a thread when the request has arrived whose reply is slow. */
  private static void interruptWithin(EmbeddedWorld world, Thread caller) {
    Thread other =
        new Thread(
            () -> {
              await()
                  .pollInterval(Duration.ofMillis(10))
                  .until(() -> writes(world).contains(SLOW_CALL));
              caller.interrupt();
            });
    other.setDaemon(true);
    other.start();
  }

  @Test
  void anInterruptDuringTheRequestStopsTheRunAndIsKept() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      interruptWithin(world, Thread.currentThread());
      OnboardingResult result = applied(world);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(writes(world)).endsWith(SLOW_CALL);
      assertThat(result.succeeded()).isFalse();
    }
  }

  @Test
  void theLimitIsNoInterrupt() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      OnboardingResult result = applied(world);
      assertThat(Thread.interrupted()).isFalse();
      assertThat(result.succeeded()).isTrue();
    }
  }
}
