package dev.onboard4j.engine;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where every verb comes in: bad input is refused here, all of it at once. */
public final class Engine {
  private final EngineConfig config;
  private final Contributors contributors;

  /** For what was told so far. */
  public Engine(EngineConfig config) {
    this.config = config;
    contributors = Contributors.of(config);
  }

  /** Reads a cluster's URI. */
  public ClusterRef cluster(URI uri) {
    return contributors.provider().parse(uri);
  }

  /** Everything wrong that shows without a request. */
  public List<Problem> check(URI uri, Operation operation) {
    Set<Problem> problems = new LinkedHashSet<>();
    ClusterRef cluster = null;
    try {
      cluster = cluster(uri);
    } catch (OnboardingException e) {
      problems.addAll(contributors.problemsOf(e));
    }
    problems.addAll(contributors.check().problems(settled(config).settings()));
    try {
      problems.addAll(SettingsCheck.registrationProblems(settled(config).settings(), blueprint()));
      if (cluster != null) {
        problems.addAll(openingProblems(cluster, operation));
      }
    } catch (OnboardingException e) {
      problems.addAll(contributors.problemsOf(e));
    }
    return List.copyOf(problems);
  }

  private List<Problem> openingProblems(ClusterRef cluster, Operation operation) {
    EngineConfig settled = settled(config);
    try (RunContext run = new RunContext(settled, cluster)) {
      return Sessions.check(run, settled, contributors, blueprint(), cluster, operation);
    }
  }

  /** What was not set may stand in the system properties. */
  private EngineConfig settled(EngineConfig given) {
    return given.with(
        draft -> contributors.check().properties().forEach(draft.settings::putIfAbsent));
  }

  /** Reads, compares, and answers what there is to do. */
  public PreparedPlan plan(ClusterRef cluster, Operation operation) {
    Blueprint blueprint = blueprint();
    EngineConfig settled = settled(config);
    try (RunContext run = new RunContext(settled, cluster);
        Sessions sessions =
            Sessions.open(run, settled, contributors, blueprint, cluster, operation)) {
      OnboardingPlan plan = new Planner(run, sessions, operation).plan();
      return new PreparedPlan(plan, cluster, settled);
    }
  }

  /** Makes a saved plan applicable. */
  public PreparedPlan read(String json) {
    OnboardingPlan plan = OnboardingPlan.fromJson(json);
    if (!plan.provider().equals(config.provider())) {
      throw refused("the plan is for provider " + plan.provider() + ", not " + config.provider());
    }
    String version = contributors.version();
    if (!plan.providerVersion().equals(version)) {
      throw refused(
          "the plan was made by version "
              + plan.providerVersion()
              + " of the provider; this is "
              + version);
    }
    ClusterRef cluster = contributors.provider().parse(plan.cluster());
    EngineConfig merged =
        config.with(
            draft -> {
              plan.settings().forEach(draft.settings::putIfAbsent);
              if (draft.blueprint == null && draft.blueprintFile == null) {
                draft.blueprint = plan.blueprint();
              }
            });
    return new PreparedPlan(plan, cluster, settled(merged));
  }

  private static OnboardingException refused(String why) {
    return OnboardingException.of(Category.CONFLICT, why).remedy("plan again").build();
  }

  private Blueprint blueprint() {
    return contributors.blueprint(config);
  }
}
