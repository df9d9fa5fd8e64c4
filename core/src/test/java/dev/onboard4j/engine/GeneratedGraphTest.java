package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The engine's promises, on graphs and worlds that nobody picked. */
final class GeneratedGraphTest {
  private static final int GRAPHS = Attack.cases(60, 200);
  private static final int CRASHED = Attack.cases(6, 20);

  @TestFactory
  Stream<DynamicTest> applyingLeavesNothingToDo() {
    Attack.tried("generated graphs applied", GRAPHS);
    return Attack.seeds(
        GRAPHS,
        seed ->
            () -> {
              GeneratedGraph graph = GeneratedGraph.populated(seed);
              assertThat(graph.plan().apply().succeeded()).isTrue();
              assertThat(graph.plan().plan().hasChanges()).isFalse();
              assertThat(graph.onboarding().drift(MemoryCloud.cluster()).hasChanges()).isFalse();
            });
  }

  @TestFactory
  Stream<DynamicTest> removingLeavesTheWorldAsItWas() {
    Attack.tried("generated graphs applied and removed", GRAPHS);
    return Attack.seeds(
        GRAPHS,
        seed ->
            () -> {
              GeneratedGraph graph = GeneratedGraph.empty(seed);
              String before = graph.cloud.world();
              graph.plan().apply();
              graph.planRemoval().apply();
              assertThat(graph.cloud.world()).isEqualTo(before);
            });
  }

  @TestFactory
  Stream<DynamicTest> inParallelEndsAsInOrder() {
    Attack.tried("generated graphs in parallel and in order", GRAPHS);
    return Attack.seeds(
        GRAPHS,
        seed ->
            () -> {
              GeneratedGraph inOrder = GeneratedGraph.populated(seed);
              GeneratedGraph parallel = GeneratedGraph.populated(seed);
              var one =
                  inOrder
                      .onboarding()
                      .runIds(() -> "run")
                      .parallelism(1)
                      .plan(MemoryCloud.cluster())
                      .apply();
              var other =
                  parallel
                      .onboarding()
                      .runIds(() -> "run")
                      .parallelism(32)
                      .plan(MemoryCloud.cluster())
                      .apply();
              assertThat(parallel.cloud.world()).isEqualTo(inOrder.cloud.world());
              assertThat(other.toJson()).isEqualTo(one.toJson());
            });
  }

  @TestFactory
  Stream<DynamicTest> aCrashAtAnyRequestOfAnApplyIsMadeGood() {
    return crashes("apply", GeneratedGraph::populated, GeneratedGraph::plan);
  }

  @TestFactory
  Stream<DynamicTest> aCrashAtAnyRequestOfARemovalIsMadeGood() {
    return crashes(
        "remove",
        seed -> {
          GeneratedGraph graph = GeneratedGraph.populated(seed);
          graph.plan().apply();
          return graph;
        },
        GeneratedGraph::planRemoval);
  }

  private static Stream<DynamicTest> crashes(
      String verb,
      Function<Long, GeneratedGraph> worlds,
      Function<GeneratedGraph, ApplicablePlan> plan) {
    List<DynamicTest> tests = new ArrayList<>();
    for (long seed = 0; seed < CRASHED; seed++) {
      long of = seed;
      GeneratedGraph whole = worlds.apply(of);
      Mortal immortal = Mortal.immortal();
      carryOut(whole, plan.apply(whole).plan().toJson(), immortal);
      for (int at = 1; at <= immortal.sent(); at++) {
        for (Mortal.Moment moment : Mortal.Moment.values()) {
          Mortal mortal = new Mortal(at, moment);
          tests.add(
              DynamicTest.dynamicTest(
                  verb + " of seed " + seed + " dies at request " + at + ", " + moment,
                  () -> madeGood(worlds.apply(of), plan, mortal, whole.cloud.world())));
        }
      }
    }
    Attack.tried(verb + " of " + CRASHED + " generated graphs dies at each request", tests.size());
    return tests.stream();
  }

  /** Two processes: one plans and saves, the other applies what was saved. */
  private static void carryOut(GeneratedGraph graph, String saved, Mortal mortal) {
    graph.onboarding().parallelism(1).around(mortal).read(saved).attempt();
  }

  private static void madeGood(
      GeneratedGraph graph,
      Function<GeneratedGraph, ApplicablePlan> plan,
      Mortal mortal,
      String goal) {
    String saved = plan.apply(graph).plan().toJson();
    try {
      carryOut(graph, saved, mortal);
    } catch (Throwable death) {
      assertThat(death).isNotInstanceOf(AssertionError.class);
    }
    // Half of the times the saved plan once more, half of the times a new one.
    ApplicablePlan again =
        mortal.last() % 2 == 0 ? graph.onboarding().read(saved) : plan.apply(graph);
    assertThat(again.apply().succeeded()).isTrue();
    assertThat(graph.cloud.world()).isEqualTo(goal);
  }

  @TestFactory
  Stream<DynamicTest> lostRepliesAndThrottlingEndInTheSameWorld() {
    Attack.tried("generated graphs on a bad network", GRAPHS);
    return Attack.seeds(
        GRAPHS,
        seed ->
            () -> {
              GeneratedGraph good = GeneratedGraph.populated(seed);
              good.plan().apply();
              GeneratedGraph bad = GeneratedGraph.populated(seed);
              boolean done = false;
              for (int run = 0; run < 30 && !done; run++) {
                BadNetwork network = new BadNetwork(new Random(seed * 31 + run));
                done = bad.plan(o -> o.parallelism(1).around(network)).attempt().succeeded();
              }
              assertThat(bad.cloud.world()).isEqualTo(good.cloud.world());
              assertThat(bad.cloud.madeTwice()).isZero();
            });
  }

  /** Loses some requests, some replies, and throttles some; reads as well as writes. */
  private record BadNetwork(Random random) implements RequestInterceptor {
    @Override
    public <T> T send(OutgoingRequest request, Supplier<T> send) {
      int luck = random.nextInt(20);
      if (luck == 0) {
        throw MemoryCloud.failure(Category.UNKNOWN_OUTCOME);
      }
      if (luck == 1) {
        throw MemoryCloud.failure(Category.TRANSIENT);
      }
      T reply = send.get();
      if (luck == 2) {
        throw MemoryCloud.failure(Category.UNKNOWN_OUTCOME);
      }
      return reply;
    }
  }

  @TestFactory
  Stream<DynamicTest> aFailureSkipsExactlyItsDescendants() {
    Attack.tried("generated graphs with one failure", GRAPHS);
    return Attack.seeds(
        GRAPHS,
        seed ->
            () -> {
              GeneratedGraph graph = GeneratedGraph.empty(seed);
              ResourceId broken = broken(graph, seed);
              OnboardingResult result = graph.plan().attempt();
              Set<ResourceId> hit = descendants(graph, broken);
              result
                  .outcomes()
                  .forEach(
                      (id, outcome) -> {
                        if (id.equals(broken)) {
                          assertThat(outcome).isInstanceOf(Outcome.Failed.class);
                        } else if (hit.contains(id)) {
                          assertThat(outcome)
                              .isInstanceOfSatisfying(
                                  Outcome.Skipped.class,
                                  skipped -> assertThat(skipped.causes()).containsExactly(broken));
                        } else {
                          assertThat(outcome).isEqualTo(new Outcome.Done());
                        }
                      });
            });
  }

  @TestFactory
  Stream<DynamicTest> undoingTakesBackExactlyWhatTheRunMade() {
    Attack.tried("generated graphs with one failure, undone", GRAPHS);
    return Attack.seeds(
        GRAPHS,
        seed ->
            () -> {
              GeneratedGraph graph = GeneratedGraph.empty(seed);
              broken(graph, seed);
              OnboardingResult result = graph.plan(o -> o.onFailure(OnFailure.UNDO)).attempt();
              assertThat(result.succeeded()).isFalse();
              assertThat(graph.cloud.world()).isEqualTo("{}");
            });
  }

  /** One of the resources, which the cloud refuses to write. */
  private static ResourceId broken(GeneratedGraph graph, long seed) {
    ResourceId broken = graph.resources.get(new Random(seed).nextInt(graph.resources.size())).id();
    graph.cloud.refuse(broken);
    return broken;
  }

  private static Set<ResourceId> descendants(GeneratedGraph graph, ResourceId root) {
    Set<ResourceId> hit = new HashSet<>(Set.of(root));
    for (Resource resource : graph.resources) {
      if (!Collections.disjoint(resource.dependsOn(), hit)) {
        hit.add(resource.id());
      }
    }
    return hit;
  }

  @TestFactory
  Stream<DynamicTest> eventsComeInOrderForEachStep() {
    Attack.tried("generated graphs watched", GRAPHS);
    return Attack.seeds(
        GRAPHS,
        seed ->
            () -> {
              GeneratedGraph graph = GeneratedGraph.populated(seed);
              List<OnboardingEvent> events = new ArrayList<>();
              graph.plan(o -> o.parallelism(16).on(OnboardingEvent.class, events::add)).apply();
              Map<ResourceId, Integer> ended = new HashMap<>();
              Map<ResourceId, Integer> started = new HashMap<>();
              for (int i = 0; i < events.size(); i++) {
                if (events.get(i) instanceof OnboardingEvent.StepStarted step) {
                  assertThat(started.put(step.id(), i)).isNull();
                } else if (events.get(i) instanceof OnboardingEvent.WriteSent write) {
                  assertThat(started).containsKey(write.resource());
                  assertThat(ended).doesNotContainKey(write.resource());
                } else if (events.get(i) instanceof OnboardingEvent.StepEnded step) {
                  assertThat(started).containsKey(step.id());
                  assertThat(ended.put(step.id(), i)).isNull();
                }
              }
              assertThat(ended.keySet()).isEqualTo(started.keySet());
              for (Resource resource : graph.resources) {
                for (ResourceId upstream : resource.dependsOn()) {
                  if (started.containsKey(resource.id()) && ended.containsKey(upstream)) {
                    assertThat(started.get(resource.id())).isGreaterThan(ended.get(upstream));
                  }
                }
              }
            });
  }

  @Test
  void shuffledRunsGiveTheSamePlanAndTheSameEvents() {
    GeneratedGraph graph = GeneratedGraph.populated(7);
    String plan = graph.plan().plan().toJson();
    String events = eventsInOrder(GeneratedGraph.populated(7));
    Random random = new Random(1);
    int runs = Attack.cases(200, 1000);
    for (int run = 0; run < runs; run++) {
      GeneratedGraph shuffled = GeneratedGraph.populated(7);
      Collections.shuffle(shuffled.resources, random);
      assertThat(shuffled.plan().plan().toJson()).isEqualTo(plan);
      assertThat(eventsInOrder(shuffled)).isEqualTo(events);
    }
    Attack.tried("shuffled runs of one graph", runs);
  }

  private static String eventsInOrder(GeneratedGraph graph) {
    StringBuilder events = new StringBuilder();
    graph
        .plan(
            o ->
                o.parallelism(1)
                    .runIds(() -> "run")
                    .time(new FakeTime())
                    .on(OnboardingEvent.class, events::append))
        .apply();
    return events.toString();
  }
}
