package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Interceptors that send never, that replace a failure, and that fail after the reply. */
final class TransmissionTest {
  private interface Around {
    Object send(Supplier<Object> send);
  }

  private static OnboardingException failure(
      OnboardingEvent.Phase phase, Around around, Supplier<Object> send) {
    RequestInterceptor interceptor =
        new RequestInterceptor() {
          @Override
          @SuppressWarnings("unchecked")
          public <T> T send(OutgoingRequest request, Supplier<T> send) {
            return (T) around.send((Supplier<Object>) send);
          }
        };
    try (RunContext run =
        new RunContext(
            EngineConfig.of("memory", TransmissionTest.class.getClassLoader())
                .with(
                    draft -> {
                      draft.time = new FakeTime();
                      draft.interceptor = interceptor;
                    }),
            MemoryCloud.cluster(),
            Operation.APPLY)) {
      EngineRequestContext requests =
          new EngineRequestContext(run, new PhaseScope(phase), MemoryCloud.id("a"));
      return catchThrowableOfType(
          OnboardingException.class,
          () -> {
            if (phase == OnboardingEvent.Phase.WRITE) {
              requests.write(MemoryCloud.WRITE, send);
            } else {
              requests.read(MemoryCloud.READ, send);
            }
          });
    }
  }

  private static OnboardingException read(Around around, Supplier<Object> send) {
    return failure(OnboardingEvent.Phase.READ, around, send);
  }

  private static OnboardingException written(Around around, Supplier<Object> send) {
    return failure(OnboardingEvent.Phase.WRITE, around, send);
  }

  private static Object failing(Category category) {
    throw MemoryCloud.failure(category);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> Object sneaky(Throwable e) throws E {
    throw (E) e;
  }

  @Test
  void anAnswerWithoutARequestIsTheInterceptorsFault() {
    assertThat(written(send -> "made up", () -> "reply"))
        .hasMessage(
            "memory:Write failed in an unforeseen way: its interceptor did not wait for the reply")
        .extracting(OnboardingException::category)
        .isEqualTo(Category.PROVIDER_BUG);
  }

  @Test
  void theFailureOfTheRequestCountsAndNotTheOneOfItsInterceptor() {
    assertThat(
            read(
                send -> {
                  try {
                    return send.get();
                  } catch (OnboardingException e) {
                    throw new IllegalStateException(e);
                  }
                },
                () -> failing(Category.CALLER)))
        .hasMessage("planned CALLER");
  }

  @Test
  void whatAnInterceptorThrowsAfterTheReplyToAWriteLeavesItsOutcomeUnknown() {
    assertThat(
            written(
                send -> {
                  Object reply = send.get();
                  assertThat(reply).isEqualTo("reply");
                  return failing(Category.CALLER);
                },
                () -> "reply"))
        .extracting(OnboardingException::category)
        .isEqualTo(Category.UNKNOWN_OUTCOME);
  }

  @Test
  void anUnknownOutcomeAfterTheReplyToAWriteKeepsItsWords() {
    assertThat(
            written(
                send -> {
                  Object reply = send.get();
                  assertThat(reply).isEqualTo("reply");
                  return failing(Category.UNKNOWN_OUTCOME);
                },
                () -> "reply"))
        .hasMessage("planned UNKNOWN_OUTCOME");
  }

  @Test
  void whatAnInterceptorThrowsAfterTheReplyToAReadIsTold() {
    assertThat(
            read(
                send -> {
                  Object reply = send.get();
                  assertThat(reply).isEqualTo("reply");
                  return failing(Category.CALLER);
                },
                () -> "reply"))
        .hasMessage("planned CALLER");
  }

  @Test
  void anInterruptedInterceptorLeavesTheThreadInterrupted() {
    assertThat(
            read(
                send -> TransmissionTest.<RuntimeException>sneaky(new InterruptedException()),
                () -> 1))
        .hasMessageContaining("InterruptedException");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aRequestIsSentOnce() {
    assertThatThrownBy(
            () -> {
              throw read(
                  send -> {
                    Object reply = send.get();
                    return List.of(reply, send.get());
                  },
                  () -> "reply");
            })
        .hasMessageContaining("IllegalStateException");
  }
}
