package dev.onboard4j.engine;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Change;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes the steps of a plan, each after its dependencies; a failure skips what depends on it. */
final class GraphWalker {
  private final RunContext run;

  GraphWalker(RunContext run) {
    this.run = run;
  }

  /**
   * Returns the outcome of every change, after the last step has ended.
   *
   * @param changes in an order in which each change follows its dependencies
   * @param step must not throw
   */
  Map<ResourceId, Outcome> over(List<Change> changes, Function<Change, Outcome> step) {
    Map<ResourceId, CompletableFuture<Outcome>> steps = new LinkedHashMap<>();
    changes.forEach(change -> steps.put(change.id(), started(change, steps, step)));
    run.workers().join(ended(steps).handle((done, failure) -> true));
    Map<ResourceId, Outcome> outcomes = new LinkedHashMap<>();
    steps.forEach((id, future) -> outcomes.put(id, future.join()));
    return outcomes;
  }

  private CompletableFuture<Outcome> started(
      Change change,
      Map<ResourceId, CompletableFuture<Outcome>> steps,
      Function<Change, Outcome> step) {
    // A copy: steps that already run must not look into a map that still grows.
    Map<ResourceId, CompletableFuture<Outcome>> upstream = new LinkedHashMap<>();
    change
        .dependsOn()
        .forEach(id -> upstream.put(id, Objects.requireNonNull(steps.get(id), "order")));
    Supplier<Outcome> task =
        run.holdings().inherited(() -> outcome(change, causes(upstream), step));
    return ended(upstream).thenApplyAsync(done -> task.get(), run.workers().resources());
  }

  private static CompletableFuture<Void> ended(Map<ResourceId, CompletableFuture<Outcome>> steps) {
    return CompletableFuture.allOf(steps.values().toArray(CompletableFuture<?>[]::new));
  }

  /** The first failures upstream, each named once. */
  private static SortedSet<ResourceId> causes(
      Map<ResourceId, CompletableFuture<Outcome>> upstream) {
    TreeSet<ResourceId> causes = new TreeSet<>();
    upstream.forEach((id, ended) -> causes.addAll(causes(id, ended.join())));
    return causes;
  }

  private static Set<ResourceId> causes(ResourceId id, Outcome outcome) {
    if (outcome instanceof Outcome.Skipped skipped && !skipped.causes().isEmpty()) {
      return skipped.causes();
    }
    return outcome.good() ? Set.of() : Set.of(id);
  }

  /** Whatever happens: the other steps wait for this outcome. */
  private Outcome outcome(
      Change change, SortedSet<ResourceId> causes, Function<Change, Outcome> step) {
    try {
      return taken(change, causes, step);
    } catch (Throwable e) {
      return new Outcome.Failed(Unforeseen.known(e, "the step of " + change.id()));
    }
  }

  private Outcome taken(
      Change change, SortedSet<ResourceId> causes, Function<Change, Outcome> step) {
    if (!change.action().writes()) {
      return causes.isEmpty() ? new Outcome.Done() : new Outcome.Skipped(causes);
    }
    boolean skip = !causes.isEmpty() || run.deadline().over().isPresent();
    if (!skip) {
      run.events().tell(new OnboardingEvent.StepStarted(change.id(), change.action()));
    }
    Outcome outcome = skip ? new Outcome.Skipped(causes) : step.apply(change);
    run.events().tell(new OnboardingEvent.StepEnded(change.id(), change.action(), outcome));
    return outcome;
  }
}
