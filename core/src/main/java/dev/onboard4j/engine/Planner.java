package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads, compares, and makes the plan; writes nothing. */
final class Planner {
  private final RunContext run;
  private final Sessions sessions;
  private final Operation operation;

  Planner(RunContext run, Sessions sessions, Operation operation) {
    this.run = run;
    this.sessions = sessions;
    this.operation = operation;
  }

  OnboardingPlan plan() {
    run.events().tell(new OnboardingEvent.PhaseStarted(OnboardingEvent.Phase.FACTS, 0));
    Declarations declarations = sessions.declare();
    ResourceGraph graph = ResourceGraphFactory.graph(sessions, declarations);
    SortedMap<ResourceId, Observed> found =
        new StateRefresher(run).read(graph, OnboardingEvent.Phase.READ);
    List<Change> changes =
        operation == Operation.REMOVE ? removals(graph, found) : changes(graph, found);
    SortedSet<RequiredPermission> all = declarations.factPermissions();
    changes.forEach(change -> all.addAll(change.permissions()));
    return new OnboardingPlan(
        operation,
        sessions.cluster().uri(),
        sessions.blueprint().id(),
        sessions.blueprint().digest(),
        sessions.cluster().provider(),
        sessions.contributors().version(),
        sessions.planned(),
        changes,
        List.copyOf(declarations.factPermissions()),
        preflight(declarations, all, found),
        declarations.documents(all));
  }

  /** What a read was refused is denied for sure; of the rest the systems tell what they can. */
  private List<PermissionCheck> preflight(
      Declarations declarations,
      SortedSet<RequiredPermission> all,
      Map<ResourceId, Observed> found) {
    TreeSet<RequiredPermission> denied = new TreeSet<>();
    found.values().forEach(observed -> denied.addAll(observed.denied()));
    List<PermissionCheck> checks = new ArrayList<>();
    denied.forEach(one -> checks.add(PermissionCheck.denied(one, "a read was refused")));
    List<RequiredPermission> open = all.stream().filter(one -> !denied.contains(one)).toList();
    EngineRequestContext requests =
        new EngineRequestContext(run, new PhaseScope(OnboardingEvent.Phase.READ), null);
    checks.addAll(declarations.check(open, requests));
    return checks;
  }

  private List<Change> changes(ResourceGraph graph, Map<ResourceId, Observed> found) {
    Map<ResourceId, Action> decided = new TreeMap<>();
    List<Change> changes = new ArrayList<>();
    for (Resource resource : graph.resources()) {
      Observed observed = Objects.requireNonNull(found.get(resource.id()));
      State desired =
          Differ.resolved(
              resource.desired(),
              unknown -> {
                Action upstream = decided.get(unknown.from());
                boolean stays = upstream == Action.KEEP || upstream == Action.UPDATE;
                Observed told = found.get(unknown.from());
                return stays && told != null ? told.outputs().get(unknown.output()) : null;
              });
      Change change = new ApplyDecision(operation, resource, observed, desired).change();
      decided.put(resource.id(), change.action());
      changes.add(change);
    }
    return changes;
  }

  /** In reverse order, so that whoever uses a shared object is decided before it. */
  private List<Change> removals(ResourceGraph graph, Map<ResourceId, Observed> found) {
    List<Resource> reverse = new ArrayList<>(graph.resources());
    Collections.reverse(reverse);
    Set<ResourceId> deleted = new LinkedHashSet<>();
    PhaseScope scope = new PhaseScope(OnboardingEvent.Phase.READ);
    List<Change> changes = new ArrayList<>();
    for (Resource resource : reverse) {
      Observed observed = Objects.requireNonNull(found.get(resource.id()));
      RemovalDecision removal = new RemovalDecision(resource, observed, deleted);
      List<String> obstacles =
          removal.deletes()
              ? resource
                  .handler()
                  .obstacles(
                      resource, observed, new EngineRequestContext(run, scope, resource.id()))
              : List.of();
      Change change = removal.change(obstacles, downstream(graph, resource.id()));
      if (change.action() == Action.DELETE) {
        deleted.add(resource.id());
      }
      changes.add(change);
    }
    return changes;
  }

  /** Removing goes the other way: what came after a resource has to go before it. */
  private static Set<ResourceId> downstream(ResourceGraph graph, ResourceId id) {
    Set<ResourceId> down = new TreeSet<>();
    graph.resources().stream()
        .filter(resource -> resource.dependsOn().contains(id))
        .forEach(resource -> down.add(resource.id()));
    return down;
  }
}
