package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.run.UndoReport;
import dev.onboard4j.spi.Resource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Applies exactly one plan, or refuses before the first write. */
final class Applier {
  private final RunContext run;
  private final EngineConfig config;
  private final OnboardingPlan plan;

  Applier(RunContext run, EngineConfig config, OnboardingPlan plan) {
    this.run = run;
    this.config = config;
    this.plan = plan;
  }

  OnboardingResult apply() {
    new GateCheck(config).check(plan);
    Contributors contributors = Contributors.of(config);
    Written written;
    try (Sessions sessions =
        Sessions.open(
            run,
            config,
            contributors,
            contributors.blueprint(config),
            run.cluster(),
            plan.operation())) {
      written = apply(sessions);
    }
    // A session that cannot be closed adds a warning.
    return result(written);
  }

  private Written apply(Sessions sessions) {
    Declarations declarations = sessions.declare();
    ResourceGraph graph = ResourceGraphFactory.graph(sessions, declarations);
    StalePlanCheck stalePlanCheck = new StalePlanCheck(plan, graph, sessions.blueprint());
    stalePlanCheck.checkDeclaration();
    SortedMap<ResourceId, Observed> found =
        new StateRefresher(run).read(graph, OnboardingEvent.Phase.PREMISE);
    stalePlanCheck.check(found);
    List<Change> decided =
        new Decisions(run, plan.operation(), OnboardingEvent.Phase.PREMISE).changes(graph, found);
    new GateRecheck(config, plan).check(decided, found);
    new ForgedPlanCheck(plan, graph).check(decided, found);
    new ForgedTextCheck(plan, graph, declarations).check(decided, found);
    return write(graph, found);
  }

  /** What the run did, before its sessions are closed. */
  private record Written(Map<ResourceId, Outcome> outcomes, PhaseScope scope, UndoReport undo) {}

  private Written write(ResourceGraph graph, SortedMap<ResourceId, Observed> found) {
    int writes = (int) plan.changes().stream().filter(c -> c.action().writes()).count();
    run.events().begin(OnboardingEvent.Phase.WRITE, writes);
    PhaseScope scope = new PhaseScope(OnboardingEvent.Phase.WRITE);
    found.forEach((id, observed) -> scope.tell(id, observed.outputs()));
    Map<ResourceId, Outcome> outcomes =
        new GraphWalker(
                run, plan.changes(), change -> step(scope, graph, change, found.get(change.id())))
            .outcomes();
    boolean failed = !outcomes.values().stream().allMatch(Outcome::good);
    UndoReport undo =
        failed && config.onFailure() == OnFailure.UNDO
            ? new Rollback(run, scope, graph).undo(plan.changes(), outcomes)
            : UndoReport.none();
    return new Written(outcomes, scope, undo);
  }

  private Outcome step(
      PhaseScope scope, ResourceGraph graph, Change change, @Nullable Observed found) {
    Resource resource = Objects.requireNonNull(graph.byId().get(change.id()));
    return new ChangeExecutor(run, scope, plan, resource, change)
        .execute(Objects.requireNonNull(found));
  }

  private OnboardingResult result(Written written) {
    PhaseScope scope = written.scope();
    Map<ResourceId, Action> actions = new LinkedHashMap<>();
    Map<ResourceId, Outcome> outcomes = new LinkedHashMap<>();
    TreeMap<ResourceId, SortedMap<String, String>> outputs = new TreeMap<>();
    for (Change change : plan.changes()) {
      if (change.action().writes()) {
        actions.put(change.id(), change.action());
        outcomes.put(change.id(), Objects.requireNonNull(written.outcomes().get(change.id())));
      }
      if (!scope.outputs(change.id()).isEmpty()) {
        outputs.put(change.id(), scope.outputs(change.id()));
      }
    }
    return new OnboardingResult(
        run.id(),
        plan.cluster(),
        plan.fingerprint(),
        Collections.unmodifiableMap(actions),
        Collections.unmodifiableMap(outcomes),
        outputs,
        written.undo(),
        run.events().warnings());
  }
}
