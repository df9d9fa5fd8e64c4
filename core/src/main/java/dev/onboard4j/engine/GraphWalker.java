package dev.onboard4j.engine;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Change;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Takes the steps of a plan, each when what it follows is done; a failure skips what follows it.
 */
final class GraphWalker {
  private final RunContext run;

  GraphWalker(RunContext run) {
    this.run = run;
  }

  /** The outcome of every change; {@code changes} come in an order in which they could be taken. */
  Map<ResourceId, Outcome> over(List<Change> changes, Function<Change, Outcome> step) {
    Map<ResourceId, CompletableFuture<Outcome>> running = new LinkedHashMap<>();
    for (Change change : changes) {
      // Its own copy: steps that run already must not look into a map that still grows.
      Map<ResourceId, CompletableFuture<Outcome>> upstream = new LinkedHashMap<>();
      change
          .dependsOn()
          .forEach(id -> upstream.put(id, Objects.requireNonNull(running.get(id), "order")));
      running.put(
          change.id(),
          CompletableFuture.allOf(upstream.values().toArray(CompletableFuture<?>[]::new))
              .thenApplyAsync(
                  done -> one(change, causes(upstream), step), run.workers().resources()));
    }
    Map<ResourceId, Outcome> outcomes = new LinkedHashMap<>();
    running.forEach((id, future) -> outcomes.put(id, future.join()));
    return outcomes;
  }

  /** The roots of what went wrong upstream, each named once. */
  private static SortedSet<ResourceId> causes(
      Map<ResourceId, CompletableFuture<Outcome>> upstream) {
    TreeSet<ResourceId> causes = new TreeSet<>();
    upstream.forEach(
        (id, ended) -> {
          Outcome outcome = ended.join();
          if (outcome instanceof Outcome.Skipped skipped && !skipped.causes().isEmpty()) {
            causes.addAll(skipped.causes());
          } else if (!outcome.good()) {
            causes.add(id);
          }
        });
    return causes;
  }

  private Outcome one(Change change, SortedSet<ResourceId> causes, Function<Change, Outcome> step) {
    if (!change.action().writes()) {
      return causes.isEmpty() ? new Outcome.Done() : new Outcome.Skipped(causes);
    }
    boolean skip = !causes.isEmpty() || run.term().over().isPresent();
    if (!skip) {
      run.events().tell(new OnboardingEvent.StepStarted(change.id(), change.action()));
    }
    Outcome outcome = skip ? new Outcome.Skipped(causes) : step.apply(change);
    run.events().tell(new OnboardingEvent.StepEnded(change.id(), change.action(), outcome));
    return outcome;
  }
}
