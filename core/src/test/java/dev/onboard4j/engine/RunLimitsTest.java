package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.run.InstalledContributor;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits are settings. */
final class RunLimitsTest {
  private final MemoryCloud cloud = new MemoryCloud().plain("a");

  @Test
  void theDefaultsAreWhatTheSettingsTell() {
    assertThat(RunLimits.of(Map.of()))
        .isEqualTo(
            new RunLimits(
                8,
                Duration.ofHours(2),
                null,
                Duration.ofMinutes(1),
                10,
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                64,
                Map.of()));
  }

  @Test
  void eachLimitCanBeSet() {
    assertThat(
            RunLimits.of(
                Map.of(
                    "limits.parallelism", "3",
                    "limits.deadline", "PT10M",
                    "limits.step-deadline", "PT90S",
                    "limits.request", "PT5S",
                    "limits.attempts", "4",
                    "limits.pause", "PT1.5S",
                    "limits.effect", "P1D",
                    "limits.in-flight", "20",
                    "limits.in-flight-by-api", "iam=5, eks=7")))
        .isEqualTo(
            new RunLimits(
                3,
                Duration.ofMinutes(10),
                Duration.ofSeconds(90),
                Duration.ofSeconds(5),
                4,
                Duration.ofMillis(1500),
                Duration.ofDays(1),
                20,
                Map.of("iam", 5, "eks", 7)));
  }

  @Test
  void anApiWithoutALimitOfItsOwnHasTheCommonOne() {
    RunLimits limits = RunLimits.of(Map.of("limits.in-flight-by-api", "iam=5"));
    assertThat(limits.inFlight("iam")).isEqualTo(5);
    assertThat(limits.inFlight("eks")).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({
    "limits.parallelism, 0, a number from 1 to 99999",
    "limits.attempts, many, a number from 1 to 99999",
    "limits.in-flight, 100000, a number from 1 to 99999",
    "limits.deadline, 10, a duration such as PT30S or PT1H",
    "limits.deadline, PT, a duration such as PT30S or PT1H",
    "limits.request, 1m, 'a duration such as PT30S or PT1H, more than zero'",
    "limits.request, PT0S, 'a duration such as PT30S or PT1H, more than zero'",
    "limits.pause, PT-1S, 'a duration such as PT30S or PT1H, more than zero'",
    "limits.in-flight-by-api, iam, 'an API and a number, such as iam=10'",
    "limits.in-flight-by-api, iam=0, 'an API and a number, such as iam=10'"
  })
  void aLimitThatIsNoneIsAProblemBeforeAnyRequest(String key, String value, String expected) {
    Onboarding onboarding = cloud.onboarding().set(key, value);
    assertThatThrownBy(() -> onboarding.plan(MemoryCloud.cluster()))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        new Problem(key, "'" + value + "' is not valid: it must be " + expected)));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 90, 86_400_000, Long.MAX_VALUE})
  void everyDurationOfAProgramIsASetting(long seconds) {
    String text = RunLimits.text(Duration.ofSeconds(seconds));
    Setting setting =
        RunLimits.SETTINGS.stream()
            .filter(one -> one.key().equals(RunLimits.DEADLINE))
            .findFirst()
            .orElseThrow();
    assertThat(setting.complaint(text)).isEmpty();
    assertThat(RunLimits.of(Map.of(RunLimits.DEADLINE, text)).deadline())
        .isLessThanOrEqualTo(Duration.ofDays(36_500));
  }

  @Test
  void everyContributorListShowsThem() {
    List<String> keys =
        Onboarding.installed(RunLimitsTest.class.getClassLoader()).stream()
            .filter(one -> one.id().equals("memory"))
            .map(InstalledContributor::settings)
            .flatMap(List::stream)
            .map(Setting::key)
            .toList();
    assertThat(keys).contains("limits.deadline", "limits.in-flight-by-api");
  }

  @Test
  void aPlanHoldsNoLimitAndAnotherRunHasItsOwn() {
    assertThat(
            cloud
                .onboarding()
                .set("limits.attempts", "3")
                .deadline(Duration.ofMinutes(1))
                .plan(MemoryCloud.cluster())
                .plan()
                .settings())
        .isEmpty();
  }

  @Test
  void aRequestIsTriedAsOftenAsTheLimitSays() {
    AtomicInteger tries = new AtomicInteger();
    OnboardingResult result =
        cloud
            .onboarding()
            .set("limits.attempts", "3")
            .around(throttled(tries))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(result.succeeded()).isFalse();
    assertThat(tries).hasValue(3);
  }

  private static RequestInterceptor throttled(AtomicInteger tries) {
    return new RequestInterceptor() {
      @Override
      public <T> T send(OutgoingRequest request, Supplier<T> send) {
        if (request.effect() == OutgoingRequest.Effect.READ) {
          return send.get();
        }
        tries.incrementAndGet();
        throw MemoryCloud.failure(Category.TRANSIENT);
      }
    };
  }

  @Test
  void anApiHasNoEntryWhileNoRequestIsInFlight() {
    cloud.plan().apply();
    assertThat(ApiLimits.JVM.size()).isZero();
  }

  @Test
  void noMoreRequestsThanTheLimitOfTheApiAreInFlight() {
    for (int i = 0; i < 60; i++) {
      cloud.plain("more" + i);
    }
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    cloud
        .onboarding()
        .parallelism(16)
        .set("limits.in-flight-by-api", "memory=2")
        .around(
            new RequestInterceptor() {
              @Override
              public <T> T send(OutgoingRequest request, Supplier<T> send) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                try {
                  LockSupport.parkNanos(1_000_000);
                  return send.get();
                } finally {
                  now.decrementAndGet();
                }
              }
            })
        .plan(MemoryCloud.cluster())
        .apply();
    assertThat(most.get()).isBetween(1, 2);
  }
}
