package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.OnboardingRun;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener or an interceptor may ask of Onboarding while its run waits for it. */
@Timeout(30)
final class RunWithinRunTest {
  private static final String REFUSED =
      "a plan cannot be applied within a listener, an interceptor, a clock or a request";

  private final MemoryCloud cloud = new MemoryCloud().plain("a");
  private final MemoryCloud another = new MemoryCloud().plain("b");

  private Onboarding whenWriting(Runnable deed) {
    return cloud.onboarding().on(OnboardingEvent.WriteSent.class, event -> deed.run());
  }

  private static OnboardingResult applied(Onboarding onboarding) {
    return onboarding.plan(MemoryCloud.cluster()).attempt();
  }

  /** Its step could wait for a document that is edited by a step that waits for this event. */
  @Test
  void aListenerCannotApply() {
    ApplicablePlan within = another.plan();
    OnboardingResult result = applied(whenWriting(within::attempt));
    assertThat(result.succeeded()).isTrue();
    assertThat(result.warnings())
        .anySatisfy(warning -> assertThat(warning).contains("WriteSent threw " + REFUSED));
    assertThat(another.log).isEmpty();
  }

  @Test
  void aListenerStartsAnotherRun() {
    ApplicablePlan within = another.plan();
    AtomicReference<OnboardingRun> started = new AtomicReference<>();
    assertThat(applied(whenWriting(() -> started.set(within.start()))).warnings()).isEmpty();
    assertThat(started.get().result().succeeded()).isTrue();
  }

  /** The executor of the embedder runs the task at once, within the listener. */
  @Test
  void aListenerCannotStartOnItsOwnThread() {
    ApplicablePlan within =
        another.onboarding().executor(Runnable::run).plan(MemoryCloud.cluster());
    AtomicReference<OnboardingRun> started = new AtomicReference<>();
    applied(whenWriting(() -> started.set(within.start())));
    assertThat(started.get().completion().toCompletableFuture()).isCompletedExceptionally();
    assertThat(another.log).isEmpty();
  }

  /** The one request that the API has room for is the one that is told. */
  @Test
  void aListenerPlansAlthoughTheApiHasNoRoomLeft() {
    Onboarding within = another.onboarding().set("limits.in-flight", "1");
    OnboardingResult result =
        applied(whenWriting(() -> within.plan(MemoryCloud.cluster())).set("limits.in-flight", "1"));
    assertThat(result.succeeded()).isTrue();
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void anInterceptorCannotApply() {
    ApplicablePlan within = another.plan();
    RequestInterceptor applies =
        new RequestInterceptor() {
          @Override
          public <T> T send(OutgoingRequest request, Supplier<T> send) {
            if (request.effect() == OutgoingRequest.Effect.WRITE) {
              within.attempt();
            }
            return send.get();
          }
        };
    OnboardingResult result = applied(cloud.onboarding().around(applies));
    assertThat(result.outcomes().get(MemoryCloud.id("a")).toString()).contains(REFUSED);
    assertThat(cloud.objects).isEmpty();
    assertThat(another.objects).isEmpty();
  }
}
