package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the world, compares it with the declaration and makes the plan; writes nothing. */
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
    Declarations declarations = sessions.declare();
    ResourceGraph graph = ResourceGraphFactory.graph(sessions, declarations);
    SortedMap<ResourceId, Observed> found =
        new StateRefresher(run).read(graph, OnboardingEvent.Phase.READ);
    Decisions decisions = new Decisions(run, operation, OnboardingEvent.Phase.READ);
    return plan(declarations, graph, found, decisions.changes(graph, found));
  }

  private OnboardingPlan plan(
      Declarations declarations,
      ResourceGraph graph,
      Map<ResourceId, Observed> found,
      List<Change> changes) {
    Notices notices = new Notices(operation, graph, found);
    SortedSet<RequiredPermission> all = permissions(declarations, changes);
    return new OnboardingPlan(
        operation,
        run.uri(),
        sessions.blueprint().id(),
        sessions.blueprint().digest(),
        sessions.contributors().provider().id(),
        sessions.contributors().version(),
        sessions.planned(),
        changes,
        List.copyOf(declarations.factPermissions()),
        preflight(declarations, all, found),
        declarations.documents(all),
        notices.incomplete(changes),
        notices.broader(changes));
  }

  /** The permissions for reading the facts, and those of the changes. */
  static SortedSet<RequiredPermission> permissions(
      Declarations declarations, List<Change> changes) {
    SortedSet<RequiredPermission> all = declarations.factPermissions();
    changes.forEach(change -> all.addAll(change.permissions()));
    return all;
  }

  /** A permission that a read lacked is denied; the permission checkers answer for the others. */
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
}
