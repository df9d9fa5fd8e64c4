package dev.onboard4j;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where every verb comes in: bad input is refused here, all of it at once. */
final class Entrance {
  private final Config config;
  private final Contributors contributors;

  Entrance(Config config) {
    this.config = config;
    contributors = Contributors.of(config);
  }

  ClusterRef cluster(URI uri) {
    List<Problem> problems = new ArrayList<>();
    ClusterRef cluster = null;
    try {
      cluster = contributors.provider().parse(uri);
    } catch (OnboardingException e) {
      problems.addAll(contributors.problemsOf(e));
    }
    problems.addAll(contributors.check().problems(config.settings()));
    if (cluster != null && problems.isEmpty()) {
      return cluster;
    }
    if (cluster != null) {
      problems.addAll(openingProblems(cluster));
    }
    throw OnboardingException.badInput(problems);
  }

  /** What a session would object to as well, so that nobody is told in two rounds. */
  private List<Problem> openingProblems(ClusterRef cluster) {
    try (Run run = new Run(config)) {
      Sessions.open(run, config, contributors, blueprint(), cluster, Operation.APPLY).close();
      return List.of();
    } catch (OnboardingException e) {
      List<Problem> found = new ArrayList<>(contributors.problemsOf(e));
      found.removeAll(contributors.check().problems(config.settings()));
      return found;
    }
  }

  Planned plan(ClusterRef cluster, Operation operation) {
    Blueprint blueprint = blueprint();
    try (Run run = new Run(config);
        Sessions sessions =
            Sessions.open(run, config, contributors, blueprint, cluster, operation)) {
      OnboardingPlan plan = new Planner(run, sessions, operation).plan();
      return new Planned(plan, cluster, config);
    }
  }

  Planned read(String json) {
    OnboardingPlan plan = PlanJson.read(json);
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
    Map<String, String> own = new TreeMap<>(plan.settings());
    own.putAll(config.settings());
    Config merged = config.withSettings(own);
    if (config.blueprint() == null && config.blueprintFile() == null) {
      merged = merged.withBlueprint(plan.blueprint(), null);
    }
    return new Planned(plan, cluster, merged);
  }

  private static OnboardingException refused(String why) {
    return OnboardingException.of(Category.CONFLICT, why).remedy("plan again").build();
  }

  private Blueprint blueprint() {
    return contributors.blueprint(config);
  }
}
