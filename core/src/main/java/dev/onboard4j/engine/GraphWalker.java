package dev.onboard4j.engine;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Change;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;

/**
 * Takes the steps of one plan, each after its dependencies; a failure skips what depends on it.
 *
 * <p>The calling thread takes steps like each thread that helps. A step is known by its position in
 * the plan; of the steps that are ready, the first one is taken first.
 */
final class GraphWalker {
  /** Comes after the last step, and is for the calling thread. */
  private static final Integer END = Integer.MAX_VALUE;

  private final RunContext run;
  private final List<Change> changes;
  private final Function<Change, Outcome> step;
  private final Map<ResourceId, List<Integer>> dependents = new HashMap<>();
  private final AtomicIntegerArray missing;
  private final AtomicInteger left;
  private final BlockingQueue<Integer> ready = new PriorityBlockingQueue<>();
  private final Map<ResourceId, Outcome> outcomes = new ConcurrentHashMap<>();

  /** The changes are in an order in which each one follows its dependencies. */
  GraphWalker(RunContext run, List<Change> changes, Function<Change, Outcome> step) {
    this.run = run;
    this.changes = List.copyOf(changes);
    this.step = step;
    missing = new AtomicIntegerArray(changes.size());
    left = new AtomicInteger(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      Set<ResourceId> upstream = changes.get(i).dependsOn();
      missing.set(i, upstream.size());
      for (ResourceId id : upstream) {
        dependents.computeIfAbsent(id, key -> new ArrayList<>()).add(i);
      }
    }
  }

  /** Returns the outcome of every change in their order, after the last step has ended. */
  Map<ResourceId, Outcome> outcomes() {
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).dependsOn().isEmpty()) {
        isReady(i);
      }
    }
    if (!changes.isEmpty()) {
      takeAll();
    }
    Map<ResourceId, Outcome> inOrder = new LinkedHashMap<>();
    changes.forEach(
        change ->
            inOrder.put(change.id(), Objects.requireNonNull(outcomes.get(change.id()), "order")));
    return inOrder;
  }

  private void takeAll() {
    for (Integer next = taken(); !END.equals(next); next = taken()) {
      take(next);
    }
  }

  private Integer taken() {
    return run.workers().taken(ready);
  }

  private void isReady(int position) {
    ready.add(position);
    run.workers().offer(run.holdings().inheriting(this::help));
  }

  private void help() {
    Integer next = ready.poll();
    while (next != null && !END.equals(next)) {
      take(next);
      next = ready.poll();
    }
    if (next != null) {
      ready.add(END);
    }
  }

  private void take(int position) {
    Change change = changes.get(position);
    outcomes.put(change.id(), outcome(change));
    for (int dependent : dependents.getOrDefault(change.id(), List.of())) {
      if (missing.decrementAndGet(dependent) == 0) {
        isReady(dependent);
      }
    }
    if (left.decrementAndGet() == 0) {
      ready.add(END);
    }
  }

  /** Whatever happens: the other steps wait for this outcome. */
  private Outcome outcome(Change change) {
    try {
      return taken(change, causes(change));
    } catch (Throwable e) {
      return new Outcome.Failed(Unforeseen.known(e, "the step of " + change.id()));
    }
  }

  private Outcome taken(Change change, SortedSet<ResourceId> causes) {
    if (!change.action().writes()) {
      return causes.isEmpty() ? new Outcome.Done() : new Outcome.Skipped(causes);
    }
    boolean skip = !causes.isEmpty() || run.deadline().over().isPresent();
    if (!skip) {
      run.events()
          .tell(origin -> new OnboardingEvent.StepStarted(origin, change.id(), change.action()));
    }
    Outcome outcome = skip ? new Outcome.Skipped(causes) : step.apply(change);
    run.events()
        .tell(
            origin -> new OnboardingEvent.StepEnded(origin, change.id(), change.action(), outcome));
    run.events().advance();
    return outcome;
  }

  /** The first failures upstream, each named once. */
  private SortedSet<ResourceId> causes(Change change) {
    TreeSet<ResourceId> causes = new TreeSet<>();
    change.dependsOn().forEach(id -> causes.addAll(causes(id)));
    return causes;
  }

  private Set<ResourceId> causes(ResourceId id) {
    Outcome outcome = Objects.requireNonNull(outcomes.get(id), "order");
    if (outcome instanceof Outcome.Skipped skipped && !skipped.causes().isEmpty()) {
      return skipped.causes();
    }
    return outcome.good() ? Set.of() : Set.of(id);
  }
}
