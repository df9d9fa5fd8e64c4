package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a write whose reply was lost, or that was refused. */
final class FailedWriteTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private Outcome outcome(OnboardingResult result, String name) {
    return result.outcomes().get(MemoryCloud.id(name));
  }

  @Test
  void aReplyLostAfterTheEffectIsSettledByOneReadAndNotRepeated() {
    cloud.plain("a");
    cloud.failAfterOnce.put("write a", MemoryCloud.failure(Category.UNKNOWN_OUTCOME));
    assertThat(cloud.plan().apply().succeeded()).isTrue();
    assertThat(cloud.log).containsExactly("write a");
  }

  @Test
  void aReplyLostBeforeTheEffectIsTriedAgain() {
    cloud.plain("a");
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.UNKNOWN_OUTCOME));
    assertThat(cloud.plan().apply().succeeded()).isTrue();
    assertThat(cloud.log).containsExactly("write a", "write a");
  }

  @Test
  void aRefusalBecauseSomebodyElseWroteTheSameIsNoFailure() {
    cloud.plain("a");
    cloud.failAfterOnce.put("write a", MemoryCloud.failure(Category.CONFLICT));
    assertThat(cloud.plan().apply().succeeded()).isTrue();
    assertThat(cloud.log).containsExactly("write a");
  }

  @Test
  void aRefusalOfAWriteThatSomebodyElseMovedOnIsTriedFromThere() {
    cloud.thing("a", State.builder().known("size", 1).members("grants", Set.of("x", "y")).build());
    State half = State.builder().known("size", 1).members("grants", Set.of("x")).build();
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.CONFLICT));
    OnboardingResult result =
        cloud
            .onboarding()
            .on(OnboardingEvent.WriteSent.class, write -> cloud.put("a", half, Owner.OURS))
            .plan(MemoryCloud.cluster())
            .apply();
    assertThat(result.succeeded()).isTrue();
    assertThat(cloud.log).containsExactly("write a", "write a");
  }

  @Test
  void aRefusalThatChangedNothingIsNotRepeated() {
    cloud.plain("a");
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.CONFLICT));
    assertThat(outcome(cloud.plan().attempt(), "a")).isInstanceOf(Outcome.Failed.class);
    assertThat(cloud.log).containsExactly("write a");
  }

  @Test
  void aThrottledWriteIsRepeatedAfterThePauseAskedFor() {
    cloud.plain("a");
    FakeTime time = new FakeTime();
    cloud.failOnce.put(
        "write a",
        OnboardingException.of(Category.TRANSIENT, "slow down")
            .retryAfter(Duration.ofSeconds(42))
            .build());
    cloud.onboarding().time(time).plan(MemoryCloud.cluster()).apply();
    assertThat(time.pauses).containsExactly(Duration.ofSeconds(42));
  }
}
