package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.json.Json;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines of steps and runs, and the wish to stop. */
final class TimeLimitsTest {
  @TempDir private Path folder;

  private final MemoryCloud cloud = new MemoryCloud();
  private final FakeTime time = new FakeTime();

  /** Throttles every write of one resource for ever. */
  private record Jam(MemoryCloud cloud, String name) implements RequestInterceptor {
    @Override
    public <T> T send(OutgoingRequest request, Supplier<T> send) {
      if (request.request().toString().equals("memory:Write")) {
        cloud.failOnce.put("write " + name, MemoryCloud.failure(Category.TRANSIENT));
      }
      return send.get();
    }
  }

  private Onboarding jammed(String name) {
    return cloud.onboarding().time(time).parallelism(1).around(new Jam(cloud, name));
  }

  @Test
  void aStepThatTakesTooLongFailsAndTheOthersGoOn() {
    cloud.plain("a").plain("b", "a").plain("other");
    OnboardingResult result =
        jammed("a").stepDeadline(Duration.ofSeconds(2)).plan(MemoryCloud.cluster()).attempt();
    assertThat(result.outcomes().get(MemoryCloud.id("a")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error())
                    .hasMessage("the step's deadline passed before memory:Write"));
    assertThat(result.outcomes().get(MemoryCloud.id("b"))).isInstanceOf(Outcome.Skipped.class);
    assertThat(result.outcomes().get(MemoryCloud.id("other"))).isEqualTo(new Outcome.Done());
    assertThat(time.pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2002));
  }

  @Test
  void theRunsDeadlineStopsEverything() {
    cloud.plain("a").plain("other");
    OnboardingResult result =
        jammed("a")
            .deadline(Duration.ofSeconds(2))
            .stepDeadline(Duration.ofHours(1))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(result.outcomes().get(MemoryCloud.id("a")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).hasMessageContaining("the run's deadline passed"));
    assertThat(result.outcomes().get(MemoryCloud.id("other"))).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void withoutADeadlineAThrottledWriteIsGivenUpAfterTenTries() {
    cloud.plain("a");
    OnboardingResult result = jammed("a").plan(MemoryCloud.cluster()).attempt();
    assertThat(result.outcomes().get(MemoryCloud.id("a"))).isInstanceOf(Outcome.Failed.class);
    assertThat(cloud.log).hasSize(10);
    assertThat(time.pauses).hasSize(9);
  }

  @Test
  void aDeadlineThatPassedStopsAPlanBeforeItsRequests() {
    cloud.plain("a");
    Onboarding late = cloud.onboarding().deadline(Duration.ofSeconds(-1));
    assertThatThrownBy(() -> late.plan(MemoryCloud.cluster()))
        .hasMessage("the run's deadline passed before memory:Read")
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> assertThat(e.remedy()).contains("it goes on where it stopped"));
  }

  @Test
  void anEffectThatNeverShowsIsGivenUpInTheEnd() {
    cloud.thing("a", dev.onboard4j.model.State.builder().known("size", 1).build());
    cloud.resources.set(0, BlindHandler.of(cloud.resources.get(0)));
    OnboardingResult result = cloud.onboarding().time(time).plan(MemoryCloud.cluster()).attempt();
    assertThat(result.outcomes().get(MemoryCloud.id("a")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error())
                    .hasMessageMatching("waited 1[2-4]\\d s and still do not see: it"));
  }

  @Test
  void aCancelledRunLeavesAReadableJournal() throws IOException {
    cloud.plain("a").plain("b", "a");
    Path journal = folder.resolve("journal.jsonl");
    Cancellation cancellation = new Cancellation();
    cloud
        .onboarding()
        .cancellation(cancellation)
        .journal(journal)
        .on(OnboardingEvent.StepEnded.class, step -> cancellation.cancel())
        .plan(MemoryCloud.cluster())
        .attempt();
    assertThat(Files.readAllLines(journal))
        .extracting(line -> Json.object(line).get("event") + " " + Json.object(line).get("status"))
        .containsSubsequence("step-ended done", "step-ended skipped", "apply-ended null");
  }
}
