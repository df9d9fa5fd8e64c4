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
import dev.onboard4j.spi.Resource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Applies exactly one plan, or refuses before the first write. */
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
      OnboardingResult result = apply(sessions);
      run.events().tell(new OnboardingEvent.RunEnded(result));
      return result;
    }
  }

  private OnboardingResult apply(Sessions sessions) {
    run.events().tell(new OnboardingEvent.PhaseStarted(OnboardingEvent.Phase.FACTS, 0));
    ResourceGraph graph = ResourceGraphFactory.graph(sessions, sessions.declare());
    StalePlanCheck stalePlanCheck = new StalePlanCheck(plan, graph, sessions.blueprint());
    stalePlanCheck.checkDeclaration();
    SortedMap<ResourceId, Observed> found =
        new StateRefresher(run).read(graph, OnboardingEvent.Phase.PREMISE);
    stalePlanCheck.check(found);
    return write(graph, found);
  }

  private OnboardingResult write(ResourceGraph graph, SortedMap<ResourceId, Observed> found) {
    int writes = (int) plan.changes().stream().filter(c -> c.action().writes()).count();
    run.events().tell(new OnboardingEvent.PhaseStarted(OnboardingEvent.Phase.WRITE, writes));
    PhaseScope scope = new PhaseScope(OnboardingEvent.Phase.WRITE);
    found.forEach((id, observed) -> scope.tell(id, observed.outputs()));
    Map<ResourceId, Outcome> outcomes =
        new GraphWalker(run)
            .over(plan.changes(), change -> step(scope, graph, change, found.get(change.id())));
    boolean failed = !outcomes.values().stream().allMatch(Outcome::good);
    if (failed && config.onFailure() == OnFailure.UNDO) {
      new Rollback(run, scope, graph).undo(plan.changes(), outcomes);
    }
    return result(outcomes, scope);
  }

  private Outcome step(
      PhaseScope scope, ResourceGraph graph, Change change, @Nullable Observed found) {
    Resource resource = Objects.requireNonNull(graph.byId().get(change.id()));
    return new ChangeExecutor(run, scope, plan, resource, change)
        .execute(Objects.requireNonNull(found));
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
