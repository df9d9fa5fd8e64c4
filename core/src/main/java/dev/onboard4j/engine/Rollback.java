package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.run.UndoReport;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Removes, in reverse order, the objects that one run created. Never throws. */
final class Rollback {
  private final RunContext run;
  private final PhaseScope scope;
  private final ResourceGraph graph;
  private final List<ResourceId> removed = new ArrayList<>();
  private final SortedMap<ResourceId, String> kept = new TreeMap<>();

  /** The objects of which nobody knows whether their removal had an effect. */
  private final Set<ResourceId> doubtful = new HashSet<>();

  Rollback(RunContext run, PhaseScope scope, ResourceGraph graph) {
    this.run = run;
    this.scope = scope;
    this.graph = graph;
  }

  /** Removes what can be removed, replaces the outcomes, and reports every object that stays. */
  UndoReport undo(List<Change> changes, Map<ResourceId, Outcome> outcomes) {
    List<Change> reverse = new ArrayList<>(changes);
    Collections.reverse(reverse);
    reverse.removeIf(change -> change.action() != Action.CREATE || !mayExist(change, outcomes));
    run.events().begin(OnboardingEvent.Phase.UNDO, reverse.size());
    for (Change change : reverse) {
      undo(change, outcomes);
      run.events().advance();
    }
    return new UndoReport(removed, kept);
  }

  /** Whether this run created the object, or does not know whether it did. */
  private boolean mayExist(Change change, Map<ResourceId, Outcome> outcomes) {
    boolean refused = outcomes.get(change.id()) instanceof Outcome.Failed;
    return scope.certainlyCreated(change.id()) || (scope.createdInThisRun(change.id()) && !refused);
  }

  private void undo(Change change, Map<ResourceId, Outcome> outcomes) {
    ResourceId id = change.id();
    Optional<String> obstacle =
        scope.certainlyCreated(id)
            ? removed(Objects.requireNonNull(graph.byId().get(id)))
            : Optional.of("it is not certain that this run created it");
    if (obstacle.isPresent()) {
      kept(id, obstacle.get());
      if (doubtful.contains(id)) {
        outcomes.put(id, new Outcome.Unknown(doubt(id, obstacle.get())));
      }
      return;
    }
    removed.add(id);
    outcomes.computeIfPresent(
        id, (key, was) -> was instanceof Outcome.Done ? new Outcome.Undone() : was);
    scope.tell(id, Collections.emptySortedMap());
    run.events()
        .tell(
            origin ->
                new OnboardingEvent.StepEnded(origin, id, Action.DELETE, new Outcome.Undone()));
  }

  private static OnboardingException doubt(ResourceId id, String obstacle) {
    return OnboardingException.of(Category.UNKNOWN_OUTCOME, "its removal may be done: " + obstacle)
        .resource(id)
        .remedy("plan again: the plan says whether it is there")
        .build();
  }

  private void kept(ResourceId id, String reason) {
    kept.put(id, reason);
    String words = id + " stays: " + reason;
    run.events().tell(origin -> new OnboardingEvent.Note(origin, words));
    run.events().warn(words);
  }

  /** Removes one object; returns why it stays, if it does. */
  private Optional<String> removed(Resource resource) {
    try {
      Observed now = new StateRefresher(run).read(resource, scope);
      return now.exists() ? obstacle(now).or(() -> written(resource, now)) : Optional.empty();
    } catch (OnboardingException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      Unforeseen.keepInterrupt(e);
      return Optional.of("its removal failed in an unforeseen way: " + e.getClass().getName());
    }
  }

  private static Optional<String> obstacle(Observed now) {
    if (now.owner() == Owner.SHARED && !now.users().isEmpty()) {
      return Optional.of("it is used by " + now.users());
    }
    return now.owner() == Owner.OURS || now.owner() == Owner.SHARED
        ? Optional.empty()
        : Optional.of("its owner is " + now.owner());
  }

  /** Reads until the object is gone, as long as reads may lag. */
  private Observed awaited(Resource resource, Observed now, EngineRequestContext requests) {
    return requests
        .awaited(
            "whether " + resource.id() + " is gone",
            () ->
                Optional.of(new StateRefresher(run).read(resource, scope))
                    .filter(seen -> !seen.exists()))
        .orElse(now);
  }

  private Optional<String> written(Resource resource, Observed now) {
    EngineRequestContext requests = new EngineRequestContext(run, scope, resource.id());
    StateChange removal = new StateChange(now.state(), State.empty(), resource.retired());
    Observed after;
    try {
      after = Objects.requireNonNull(resource.handler().write(resource, now, removal, requests));
    } catch (Throwable e) {
      if (!requests.writes().leavesDoubt(e)) {
        throw e;
      }
      doubtful.add(resource.id());
      after = awaited(resource, now, requests);
    }
    return after.exists() ? Optional.of("it is still there") : Optional.empty();
  }
}
