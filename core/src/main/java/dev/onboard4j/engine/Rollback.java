package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
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

/** Removes, in reverse, what one run made. */
final class Rollback {
  private final RunContext run;
  private final PhaseScope scope;
  private final ResourceGraph graph;

  Rollback(RunContext run, PhaseScope scope, ResourceGraph graph) {
    this.run = run;
    this.scope = scope;
    this.graph = graph;
  }

  /** The outcomes, with those of everything that was taken back replaced. */
  void of(List<Change> changes, Map<ResourceId, Outcome> outcomes) {
    List<Change> reverse = new ArrayList<>(changes);
    Collections.reverse(reverse);
    for (Change change : reverse) {
      boolean ours = change.action() == Action.CREATE && scope.createdInThisRun(change.id());
      if (ours && takenBack(Objects.requireNonNull(graph.byId().get(change.id())))) {
        Outcome was = outcomes.get(change.id());
        Outcome now = was instanceof Outcome.Done ? new Outcome.Undone() : was;
        outcomes.put(change.id(), Objects.requireNonNull(now));
        scope.tell(change.id(), Collections.emptySortedMap());
        run.events()
            .tell(new OnboardingEvent.StepEnded(change.id(), Action.DELETE, new Outcome.Undone()));
      }
    }
  }

  /** Whether it was there and is gone now: what others use by now, or what cannot go, stays. */
  private boolean takenBack(Resource resource) {
    try {
      Observed now = new StateRefresher(run).read(resource, scope);
      boolean used = now.owner() == Owner.SHARED && !now.users().isEmpty();
      boolean ours = now.owner() == Owner.OURS || now.owner() == Owner.SHARED;
      if (used || !ours) {
        return false;
      }
      EngineRequestContext requests = new EngineRequestContext(run, scope, resource.id());
      StateChange removal = new StateChange(now.state(), State.empty(), resource.retired());
      return !resource.handler().write(resource, now, removal, requests).exists();
    } catch (OnboardingException e) {
      run.events().tell(new OnboardingEvent.Note(resource.id() + " stays: " + e.getMessage()));
      return false;
    }
  }
}
