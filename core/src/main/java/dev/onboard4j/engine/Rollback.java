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
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Removes, in reverse order, the objects that one run created. Never throws. */
final class Rollback {
  private final RunContext run;
  private final PhaseScope scope;
  private final ResourceGraph graph;

  Rollback(RunContext run, PhaseScope scope, ResourceGraph graph) {
    this.run = run;
    this.scope = scope;
    this.graph = graph;
  }

  /** Removes what can be removed, replaces the outcomes, and reports every object that stays. */
  void undo(List<Change> changes, Map<ResourceId, Outcome> outcomes) {
    List<Change> reverse = new ArrayList<>(changes);
    Collections.reverse(reverse);
    reverse.stream()
        .filter(change -> change.action() == Action.CREATE)
        .filter(change -> scope.createdInThisRun(change.id()))
        .forEach(change -> undo(change, outcomes));
  }

  private void undo(Change change, Map<ResourceId, Outcome> outcomes) {
    if (!scope.certainlyCreated(change.id())) {
      if (!(outcomes.get(change.id()) instanceof Outcome.Failed)) {
        report(change.id() + " stays: it is not certain that this run created it");
      }
      return;
    }
    Optional<String> obstacle = removed(Objects.requireNonNull(graph.byId().get(change.id())));
    if (obstacle.isPresent()) {
      report(change.id() + " stays: " + obstacle.get());
      return;
    }
    outcomes.computeIfPresent(
        change.id(), (id, was) -> was instanceof Outcome.Done ? new Outcome.Undone() : was);
    scope.tell(change.id(), Collections.emptySortedMap());
    run.events()
        .tell(new OnboardingEvent.StepEnded(change.id(), Action.DELETE, new Outcome.Undone()));
  }

  private void report(String words) {
    run.events().tell(new OnboardingEvent.Note(words));
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

  private Optional<String> written(Resource resource, Observed now) {
    EngineRequestContext requests = new EngineRequestContext(run, scope, resource.id());
    StateChange removal = new StateChange(now.state(), State.empty(), resource.retired());
    Observed after;
    try {
      after = resource.handler().write(resource, now, removal, requests);
    } catch (OnboardingException e) {
      if (e.category() != Category.UNKNOWN_OUTCOME) {
        throw e;
      }
      after = new StateRefresher(run).read(resource, scope);
    }
    return after.exists() ? Optional.of("it is still there") : Optional.empty();
  }
}
