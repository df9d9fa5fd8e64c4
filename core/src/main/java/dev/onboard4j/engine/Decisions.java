package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides for each resource of a graph what one operation does to it. */
final class Decisions {
  private final RunContext run;
  private final Operation operation;
  private final OnboardingEvent.Phase phase;

  Decisions(RunContext run, Operation operation, OnboardingEvent.Phase phase) {
    this.run = run;
    this.operation = operation;
    this.phase = phase;
  }

  /** One change per resource, in the order of work; a removal asks the handlers for obstacles. */
  List<Change> changes(ResourceGraph graph, Map<ResourceId, Observed> found) {
    return operation == Operation.REMOVE ? removals(graph, found) : applied(graph, found);
  }

  private List<Change> applied(ResourceGraph graph, Map<ResourceId, Observed> found) {
    Map<ResourceId, Action> decided = new TreeMap<>();
    List<Change> changes = new ArrayList<>();
    for (Resource resource : graph.resources()) {
      Observed observed = Objects.requireNonNull(found.get(resource.id()));
      State desired =
          Differ.resolved(resource.desired(), unknown -> output(unknown, decided, found));
      Change change =
          new ApplyDecision(operation, resource, observed, desired, graph.byId().keySet()).change();
      decided.put(resource.id(), change.action());
      changes.add(change);
    }
    return changes;
  }

  /** The output of an upstream resource, or null when the apply may change that output. */
  private static @Nullable String output(
      State.Unknown unknown, Map<ResourceId, Action> decided, Map<ResourceId, Observed> found) {
    Action upstream = decided.get(unknown.from());
    Observed observed = found.get(unknown.from());
    boolean stays = upstream == Action.KEEP || upstream == Action.UPDATE;
    return stays && observed != null ? observed.outputs().get(unknown.output()) : null;
  }

  /** In reverse order: the users of a shared object are decided before that object. */
  private List<Change> removals(ResourceGraph graph, Map<ResourceId, Observed> found) {
    List<Resource> reverse = new ArrayList<>(graph.resources());
    Collections.reverse(reverse);
    Set<ResourceId> deleted = new LinkedHashSet<>();
    PhaseScope scope = new PhaseScope(phase);
    List<Change> changes = new ArrayList<>();
    for (Resource resource : reverse) {
      Observed observed = Objects.requireNonNull(found.get(resource.id()));
      RemovalDecision removal = new RemovalDecision(resource, observed, deleted);
      List<String> obstacles = removal.deletes() ? obstacles(resource, observed, scope) : List.of();
      Change change = removal.change(obstacles, downstream(graph, resource.id()));
      if (change.action() == Action.DELETE) {
        deleted.add(resource.id());
      }
      changes.add(change);
    }
    return changes;
  }

  private List<String> obstacles(Resource resource, Observed observed, PhaseScope scope) {
    return new HandlerAnswers(resource)
        .obstacles(observed, new EngineRequestContext(run, scope, resource.id()));
  }

  /** A resource is removed after the resources that depend on it. */
  private static Set<ResourceId> downstream(ResourceGraph graph, ResourceId id) {
    Set<ResourceId> down = new TreeSet<>();
    graph.resources().stream()
        .filter(resource -> resource.dependsOn().contains(id))
        .forEach(resource -> down.add(resource.id()));
    return down;
  }
}
