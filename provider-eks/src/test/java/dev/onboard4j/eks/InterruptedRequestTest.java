package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request that reaches its limit neither takes an interrupt away nor makes one up. */
@Timeout(60)
final class InterruptedRequestTest {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final Duration SLOW = Duration.ofMillis(900);

  private static OnboardingResult applied(EmbeddedWorld world, Runnable whenWriting) {
    var plan =
        world
            .onboarding()
            .parallelism(1)
            .set("limits.request", LIMIT.toString())
            .on(OnboardingEvent.WriteSent.class, sent -> whenWriting.run())
            .plan(world.cluster());
    world.aws().faults().on("iam:CreateRole", 1, Fault.delay(SLOW));
    return plan.attempt();
  }

  private static long writes(EmbeddedWorld world) {
    return world.calls().stream()
        .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
        .count();
  }

  @Test
  void anInterruptDuringTheRequestStopsTheRunAndIsKept() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      Thread caller = Thread.currentThread();
      OnboardingResult result = applied(world, caller::interrupt);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(writes(world)).isLessThanOrEqualTo(1);
      assertThat(result.outcomes().values()).noneMatch(Outcome::good);
    }
  }

  @Test
  void theLimitIsNoInterrupt() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      OnboardingResult result = applied(world, () -> {});
      assertThat(Thread.interrupted()).isFalse();
      assertThat(result.succeeded()).isTrue();
    }
  }
}
