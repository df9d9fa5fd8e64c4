package dev.onboard4j.engine;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Carries out exactly one plan, or refuses before the first write. */
final class Applier {
  private final RunContext run;
  private final EngineConfig config;
  private final ClusterRef cluster;
  private final OnboardingPlan plan;

  Applier(RunContext run, EngineConfig config, ClusterRef cluster, OnboardingPlan plan) {
    this.run = run;
    this.config = config;
    this.cluster = cluster;
    this.plan = plan;
  }

  OnboardingResult apply() {
    new GateCheck(config).check(plan);
    Contributors contributors = Contributors.of(config);
    try (Sessions sessions =
        Sessions.open(
            run, config, contributors, contributors.blueprint(config), cluster, plan.operation())) {
      run.events().tell(new OnboardingEvent.PhaseStarted(OnboardingEvent.Phase.FACTS, 0));
      ResourceGraph graph = ResourceGraphFactory.graph(sessions, sessions.declare());
      StalePlanCheck premise = new StalePlanCheck(plan, graph, sessions.blueprint());
      premise.checkDeclaration();
      SortedMap<ResourceId, Observed> found =
          new StateRefresher(run).read(graph, OnboardingEvent.Phase.PREMISE);
      premise.check(found);
      new GateRecheck(config, plan)
          .check(
              new Decisions(run, plan.operation(), OnboardingEvent.Phase.PREMISE)
                  .changes(graph, found),
              found);
      OnboardingResult result = write(graph, found);
      run.events().tell(new OnboardingEvent.RunEnded(result));
      return result;
    }
  }

  private OnboardingResult write(ResourceGraph graph, SortedMap<ResourceId, Observed> found) {
    int writes = (int) plan.changes().stream().filter(c -> c.action().writes()).count();
    run.events().tell(new OnboardingEvent.PhaseStarted(OnboardingEvent.Phase.WRITE, writes));
    PhaseScope scope = new PhaseScope(OnboardingEvent.Phase.WRITE);
    found.forEach((id, observed) -> scope.tell(id, observed.outputs()));
    Map<ResourceId, Outcome> all =
        new GraphWalker(run)
            .over(
                plan.changes(),
                change ->
                    new ChangeExecutor(
                            run,
                            scope,
                            plan,
                            Objects.requireNonNull(graph.byId().get(change.id())),
                            change)
                        .take(Objects.requireNonNull(found.get(change.id()))));
    boolean failed = !all.values().stream().allMatch(Outcome::good);
    if (failed && config.onFailure() == OnFailure.UNDO) {
      new Rollback(run, scope, graph).of(plan.changes(), all);
    }
    return result(all, scope);
  }

  private OnboardingResult result(Map<ResourceId, Outcome> all, PhaseScope scope) {
    Map<ResourceId, Action> actions = new LinkedHashMap<>();
    Map<ResourceId, Outcome> outcomes = new LinkedHashMap<>();
    TreeMap<String, String> outputs = new TreeMap<>();
    for (Change change : plan.changes()) {
      if (change.action().writes()) {
        actions.put(change.id(), change.action());
        outcomes.put(change.id(), Objects.requireNonNull(all.get(change.id())));
      }
      outputs.putAll(scope.outputs(change.id()));
    }
    return new OnboardingResult(
        plan.cluster(),
        plan.fingerprint(),
        Collections.unmodifiableMap(actions),
        Collections.unmodifiableMap(outcomes),
        outputs,
        run.events().warnings());
  }
}
