package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.ApplyFailedException;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.spi.Resource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private Outcome outcome(OnboardingResult result, String name) {
    return result.outcomes().get(MemoryCloud.id(name));
  }

  @Test
  void predecessorsComeFirstAndRemovalGoesBackwards() {
    cloud.plain("c", "b").plain("a").plain("b", "a");
    cloud.plan().apply();
    assertThat(cloud.log).containsExactly("write a", "write b", "write c");
    cloud.log.clear();
    cloud.onboarding().planRemoval(MemoryCloud.cluster()).apply();
    assertThat(cloud.log).containsExactly("delete c", "delete b", "delete a");
  }

  @Test
  void aCycleIsPrinted() {
    cloud.plain("a", "c").plain("b", "a").plain("c", "b");
    assertThatThrownBy(cloud::plan)
        .hasMessageContaining("thing/a after thing/c after thing/b after thing/a");
  }

  @Test
  void aResourceDeclaredTwiceIsItsAuthorsBug() {
    cloud.plain("a").plain("a");
    assertThatThrownBy(cloud::plan).hasMessageContaining("thing/a is declared twice");
  }

  @Test
  void aValueFromAResourceThatDoesNotComeFirstIsItsAuthorsBug() {
    cloud
        .plain("a")
        .thing(
            "b",
            State.builder()
                .value("from", new State.Unknown(MemoryCloud.id("a"), "name", false))
                .build());
    assertThatThrownBy(cloud::plan).hasMessageContaining("does not depend on it");
  }

  @Test
  void thousandsOfStepsThatWaitForOneAreAllTaken() {
    cloud.plain("a");
    for (int i = 0; i < 5000; i++) {
      cloud.plain("n" + i, "a");
    }
    OnboardingResult result =
        cloud.onboarding().parallelism(64).plan(MemoryCloud.cluster()).attempt();
    assertThat(result.outcomes().values()).hasSize(5001).containsOnly(new Outcome.Done());
  }

  @Test
  void thousandsOfStepsOneAfterTheOtherAreAllTaken() {
    cloud.plain("n0");
    for (int i = 1; i < 5000; i++) {
      cloud.plain("n" + i, "n" + (i - 1));
    }
    for (int parallelism : new int[] {1, 8}) {
      cloud.objects.clear();
      OnboardingResult result =
          cloud.onboarding().parallelism(parallelism).plan(MemoryCloud.cluster()).attempt();
      assertThat(result.outcomes().values()).hasSize(5000).containsOnly(new Outcome.Done());
    }
  }

  @Test
  void aFailureSkipsOnlyWhatFollowsItAndNamesTheRootOnce() {
    cloud.plain("a").plain("b", "a").plain("c", "b").plain("other");
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.CONFLICT));
    OnboardingResult result = cloud.plan().attempt();
    assertThat(outcome(result, "a")).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome(result, "b")).isEqualTo(skipped("a"));
    assertThat(outcome(result, "c")).isEqualTo(skipped("a"));
    assertThat(outcome(result, "other")).isEqualTo(new Outcome.Done());
  }

  private static Outcome skipped(String cause) {
    return new Outcome.Skipped(new TreeSet<>(Set.of(MemoryCloud.id(cause))));
  }

  @Test
  void undoingRemovesInReverseWhatThisRunMadeAndNothingElse() {
    cloud.plain("a").plain("b", "a").plain("c", "b").plain("changed").plain("there");
    cloud.put("changed", State.builder().known("size", 9).build(), Owner.OURS);
    cloud.put("there", State.builder().known("size", 1).build(), Owner.OURS);
    cloud.failOnce.put("write c", MemoryCloud.failure(Category.CONFLICT));
    OnboardingResult result =
        cloud
            .onboarding()
            .parallelism(1)
            .onFailure(OnFailure.UNDO)
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(outcome(result, "a")).isEqualTo(new Outcome.Undone());
    assertThat(outcome(result, "c")).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome(result, "changed")).isEqualTo(new Outcome.Done());
    assertThat(cloud.log).containsSubsequence("delete b", "delete a");
    assertThat(cloud.world().keySet()).containsExactly("thing/changed", "thing/there");
  }

  @Test
  void withoutAWordWhatARunMadeStays() {
    cloud.plain("a").plain("b", "a");
    cloud.failOnce.put("write b", MemoryCloud.failure(Category.CONFLICT));
    cloud.plan().attempt();
    assertThat(cloud.world().keySet()).containsExactly("thing/a");
  }

  @Test
  void applyThrowsWithTheResultWhenSomethingFailed() {
    cloud.plain("a");
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.CONFLICT));
    ApplicablePlan planned = cloud.plan();
    assertThatThrownBy(planned::apply)
        .isInstanceOfSatisfying(
            ApplyFailedException.class,
            e -> {
              assertThat(e.result().succeeded()).isFalse();
              assertThat(e.category()).isEqualTo(Category.CONFLICT);
            })
        .hasMessageContaining("thing/a: planned CONFLICT");
  }

  @Test
  void anUnforeseenExceptionIsTheAuthorsBugAndStopsNobodyElse() {
    cloud.plain("a");
    cloud.thing("bad", State.builder().known("size", 1).build(), r -> r.retiring(State.empty()));
    cloud.resources.set(
        1,
        Resource.of(
            MemoryCloud.id("bad"),
            ResourceKind.ROLE,
            State.builder().known("size", 1).build(),
            new BadHandler()));
    OnboardingResult result = cloud.plan().attempt();
    assertThat(outcome(result, "a")).isEqualTo(new Outcome.Done());
    assertThat(((Outcome.Failed) outcome(result, "bad")).error().category())
        .isEqualTo(Category.PROVIDER_BUG);
  }

  @Test
  void aHandlerThatWritesWhileReadingIsStopped() {
    cloud.resources.add(
        Resource.of(
            MemoryCloud.id("sly"),
            ResourceKind.ROLE,
            State.builder().known("size", 1).build(),
            new SlyHandler()));
    assertThatThrownBy(cloud::plan).hasMessageContaining("writes, but this is the phase READ");
  }

  @Test
  void aWriteThatDidNotDoWhatWasPlannedIsNotBelieved() {
    cloud.resources.add(
        Resource.of(
            MemoryCloud.id("lazy"),
            ResourceKind.ROLE,
            State.builder().known("size", 1).build(),
            new BadHandler.Lazy()));
    assertThat(((Outcome.Failed) outcome(cloud.plan().attempt(), "lazy")).error())
        .hasMessageContaining("the object is not as planned");
  }

  @Test
  void anOutputOfAResourceMadeByTheRunReachesWhatFollows() {
    cloud
        .plain("a")
        .thing(
            "b",
            State.builder()
                .value("from", new State.Unknown(MemoryCloud.id("a"), "name", false))
                .build(),
            "a");
    ApplicablePlan planned = cloud.plan();
    assertThat(planned.plan().describe()).contains("from: \"(known after apply)\"");
    planned.apply();
    assertThat(cloud.objects.get(MemoryCloud.id("b")).json("from")).isEqualTo("the-a");
    assertThat(cloud.plan().plan().hasChanges()).isFalse();
  }

  @Test
  void aFixedFieldThatNobodyKnowsYetMeansReplace() {
    cloud
        .plain("a")
        .thing(
            "b",
            State.builder()
                .value("from", new State.Unknown(MemoryCloud.id("a"), "name", true))
                .build(),
            "a");
    cloud.put("b", State.builder().fixed("from", "an older one").build(), Owner.OURS);
    assertThat(cloud.plan().plan().changes().get(1).action()).isEqualTo(Action.REPLACE);
  }

  @Test
  void anObjectHalfWrittenByACrashIsNoSurpriseToItsPlan() {
    State wanted = State.builder().known("size", 1).members("grants", Set.of("x", "y")).build();
    cloud.thing("a", wanted);
    ApplicablePlan planned = cloud.plan();
    cloud.put(
        "a", State.builder().known("size", 1).members("grants", Set.of("x")).build(), Owner.OURS);
    assertThat(planned.apply().succeeded()).isTrue();
    assertThat(cloud.plan().plan().hasChanges()).isFalse();
  }

  @Test
  void aWorldThatMovedOnIsRefusedBeforeAnyWrite() {
    cloud.plain("a").plain("b");
    ApplicablePlan planned = cloud.plan();
    cloud.put("b", State.builder().known("size", 7).build(), Owner.OURS);
    assertThatThrownBy(planned::apply)
        .hasMessageContaining("thing/b.size: was null in the plan, is 7");
    assertThat(cloud.log).isEmpty();
  }

  @Test
  void everythingWrongWithTheInputIsToldAtOnce(@TempDir Path folder) throws IOException {
    String rule = "{\"pattern\": \"[0-9a-f-]{36}\", \"description\": \"a UUID\"}";
    Path blueprint =
        Files.writeString(
            folder.resolve("mine.json"),
            "{\"id\": \"mine/1\", \"registration\": {\"clusterId\": " + rule + "}}");
    var onboarding =
        cloud
            .onboarding()
            .blueprint(blueprint)
            .set("memory.sise", "1")
            .set("memory.speed", "quick")
            .set("memory.size", "huge")
            .set("platform.cluster-id", "not-a-uuid");
    assertThat(onboarding.check(URI.create("memory://x"), Operation.APPLY))
        .extracting(Object::toString)
        .containsExactly(
            "cluster: no name in memory://x",
            "memory.sise: this setting does not exist; did you mean memory.size?",
            "memory.speed: huge is never quick",
            "platform.cluster-id: 'not-a-uuid' is not a UUID");
  }

  @Test
  void aPlanTellsWhoMayDoWhatBeforeAndAfter() {
    Grant grant = new Grant("role", new JustifiedPermission("read", "looks", "test"), "*", "");
    State wanted = State.builder().known("size", 1).build();
    cloud.thing("a", wanted);
    cloud.grants.put("a", List.of(grant));
    assertThat(cloud.plan().plan().accessBefore()).isEmpty();
    assertThat(cloud.plan().plan().access()).containsExactly(grant);
    cloud.plan().apply();
    assertThat(cloud.plan().plan().accessBefore()).containsExactly(grant);
    OnboardingPlan removal = cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan();
    assertThat(removal.accessBefore()).containsExactly(grant);
    assertThat(removal.access()).isEmpty();
  }

  @Test
  void aCancelledRunLeavesAWorldThatCanBePlannedAgain() {
    cloud.plain("a").plain("b", "a");
    Cancellation cancellation = new Cancellation();
    var onboarding =
        cloud
            .onboarding()
            .cancellation(cancellation)
            .on(OnboardingEvent.StepEnded.class, step -> cancellation.cancel());
    OnboardingResult result = onboarding.plan(MemoryCloud.cluster()).attempt();
    assertThat(outcome(result, "a")).isEqualTo(new Outcome.Done());
    assertThat(outcome(result, "b")).isInstanceOf(Outcome.Skipped.class);
    assertThat(cloud.plan().apply().succeeded()).isTrue();
  }

  @Test
  void aListenerThatThrowsIsReportedAndStopsNothing() {
    cloud.plain("a");
    var onboarding =
        cloud
            .onboarding()
            .on(
                OnboardingEvent.StepStarted.class,
                step -> {
                  throw new IllegalStateException("token=abc");
                });
    OnboardingResult result = onboarding.plan(MemoryCloud.cluster()).apply();
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("IllegalStateException")
        .doesNotContain("abc");
  }

  @Test
  void strictlyInOrderTheEventsAreAlwaysTheSame() {
    cloud.plain("a").plain("b", "a").plain("c");
    List<String> first = events();
    cloud.objects.clear();
    assertThat(events()).isEqualTo(first).isNotEmpty();
  }

  private List<String> events() {
    List<String> events = new ArrayList<>();
    cloud
        .onboarding()
        .parallelism(1)
        .runIds(() -> "run")
        .on(OnboardingEvent.class, event -> events.add(event.toString()))
        .plan(MemoryCloud.cluster())
        .apply();
    return events;
  }

  @Test
  void aProviderThatIsNotThereIsToldWithWhatIs() {
    assertThatThrownBy(() -> Onboarding.forProvider("nowhere").plan(MemoryCloud.cluster()))
        .hasMessageContaining("provider 'nowhere' is not on the class path; there is: memory");
  }
}
