package dev.onboard4j.engine;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The entry point of each operation; refuses bad input with all problems at once. */
public final class Engine {
  private final EngineConfig config;
  private final Contributors contributors;

  /** Loads the contributors that the configuration names. */
  public Engine(EngineConfig config) {
    this.config = config;
    contributors = Contributors.of(config);
  }

  /** Reads a cluster's URI. */
  public ClusterRef cluster(URI uri) {
    return contributors.provider().parse(uri);
  }

  /** All problems that can be found without a request. */
  public List<Problem> check(URI uri, Operation operation) {
    return Unforeseen.guarded("checking", () -> checked(uri, operation));
  }

  private List<Problem> checked(URI uri, Operation operation) {
    Set<Problem> problems = new LinkedHashSet<>();
    ClusterRef cluster = null;
    try {
      cluster = cluster(uri);
    } catch (OnboardingException e) {
      problems.addAll(contributors.problemsOf(e));
    }
    problems.addAll(settingProblems(settled(config).settings()));
    if (cluster != null) {
      try {
        problems.addAll(openingProblems(cluster, operation));
      } catch (OnboardingException e) {
        problems.addAll(contributors.problemsOf(e));
      }
    }
    return List.copyOf(problems);
  }

  private List<Problem> settingProblems(Map<String, String> settings) {
    List<Problem> problems = new ArrayList<>(contributors.check().problems(settings));
    try {
      problems.addAll(SettingsCheck.registrationProblems(settings, blueprint()));
    } catch (OnboardingException e) {
      problems.addAll(contributors.problemsOf(e));
    }
    return problems;
  }

  private List<Problem> openingProblems(ClusterRef cluster, Operation operation) {
    EngineConfig settled = settled(config);
    try (RunContext run = new RunContext(settled, cluster, operation)) {
      return Sessions.check(run, settled, contributors, blueprint(), cluster, operation);
    }
  }

  /** Settings that were not given are taken from the system properties. */
  private EngineConfig settled(EngineConfig given) {
    return given.with(
        draft -> contributors.check().properties().forEach(draft.settings::putIfAbsent));
  }

  /** Reads the world and makes a plan; writes nothing. */
  public PreparedPlan plan(ClusterRef cluster, Operation operation) {
    return Unforeseen.guarded("planning", () -> planned(cluster, operation));
  }

  private PreparedPlan planned(ClusterRef cluster, Operation operation) {
    checkProvider(cluster);
    Blueprint blueprint = blueprint();
    EngineConfig settled = settled(config);
    try (RunContext run = new RunContext(settled, cluster, operation)) {
      run.called();
      run.events().tell(OnboardingEvent.PlanStarted::new);
      return new PreparedPlan(plan(run, settled, blueprint, operation), cluster, settled);
    }
  }

  private OnboardingPlan plan(
      RunContext run, EngineConfig settled, Blueprint blueprint, Operation operation) {
    try {
      OnboardingPlan plan;
      try (Sessions sessions =
          Sessions.open(run, settled, contributors, blueprint, run.cluster(), operation)) {
        plan = new Planner(run, sessions, operation).plan();
      }
      run.events().tell(origin -> new OnboardingEvent.PlanEnded(origin, plan));
      return plan;
    } catch (Throwable e) {
      OnboardingException failure = Unforeseen.known(e, "planning");
      run.events().tell(origin -> new OnboardingEvent.PlanFailed(origin, failure));
      throw failure;
    }
  }

  private void checkProvider(ClusterRef cluster) {
    if (!cluster.provider().equals(config.provider())) {
      throw OnboardingException.badInput(
          List.of(
              new Problem(
                  "cluster",
                  cluster.uri()
                      + " is a cluster of provider "
                      + cluster.provider()
                      + ", not of "
                      + config.provider())));
    }
  }

  /** Makes a saved plan applicable. */
  public PreparedPlan read(String json) {
    return Unforeseen.guarded("reading the plan", () -> prepared(json));
  }

  /** Makes a saved plan of this cluster applicable. */
  public PreparedPlan read(String json, ClusterRef cluster) {
    return Unforeseen.guarded(
        "reading the plan",
        () -> {
          PreparedPlan prepared = prepared(json);
          prepared.plan().checkCluster(cluster);
          return prepared;
        });
  }

  private PreparedPlan prepared(String json) {
    OnboardingPlan plan = OnboardingPlan.fromJson(json);
    new SavedPlanCheck(contributors).check(plan, config);
    ClusterRef cluster = contributors.provider().parse(plan.cluster());
    return new PreparedPlan(plan, cluster, merged(plan));
  }

  /** Settings of the caller and of the operator take precedence over those of the plan. */
  private EngineConfig merged(OnboardingPlan plan) {
    return settled(config)
        .with(
            draft -> {
              plan.settings().forEach(draft.settings::putIfAbsent);
              if (draft.blueprint == null && draft.blueprintFile == null) {
                draft.blueprint = plan.blueprint();
              }
            });
  }

  private Blueprint blueprint() {
    return contributors.blueprint(config);
  }
}
