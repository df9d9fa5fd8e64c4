package dev.onboard4j.engine;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Settings;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sessions of one verb, one per contributor that has something to do. */
final class Sessions implements AutoCloseable {
  private final RunContext run;
  private final EngineConfig config;
  private final Contributors contributors;
  private final Blueprint blueprint;
  private final ClusterRef cluster;
  private final Operation operation;
  private final Settings settings;

  /** One for all: what one contributor has listed another need not ask again. */
  private final PhaseScope facts = new PhaseScope(OnboardingEvent.Phase.FACTS);

  private final Map<Contributor, Session> open = new LinkedHashMap<>();
  private final List<Declaration> declared = new ArrayList<>();

  private Sessions(
      RunContext run,
      EngineConfig config,
      Contributors contributors,
      Blueprint blueprint,
      ClusterRef cluster,
      Operation operation) {
    this.run = run;
    this.config = config;
    this.contributors = contributors;
    this.blueprint = blueprint;
    this.cluster = cluster;
    this.operation = operation;
    settings = contributors.check().settings(config.settings());
  }

  /** Opens them with what the platform knows of the cluster. */
  static Sessions open(
      RunContext run,
      EngineConfig config,
      Contributors contributors,
      Blueprint blueprint,
      ClusterRef cluster,
      Operation operation) {
    Sessions sessions = new Sessions(run, config, contributors, blueprint, cluster, operation);
    List<Problem> problems = contributors.check().problems(config.settings());
    problems.addAll(SettingsCheck.registrationProblems(config.settings(), blueprint));
    sessions.openAll(sessions.registered(), problems);
    return sessions;
  }

  /**
   * Everything wrong that shows without a request: what a platform would supply does not count as
   * missing.
   */
  static List<Problem> check(
      RunContext run,
      EngineConfig config,
      Contributors contributors,
      Blueprint blueprint,
      ClusterRef cluster,
      Operation operation) {
    Sessions sessions = new Sessions(run, config, contributors, blueprint, cluster, operation);
    Registration known = SettingsCheck.registration(sessions.settings, Registration.none());
    try (sessions) {
      sessions.openAll(known, contributors.check().problems(config.settings()));
      return List.of();
    } catch (OnboardingException e) {
      List<Problem> problems = contributors.problemsOf(e);
      return contributors.platformSupplies()
          ? problems.stream().filter(one -> !SettingsCheck.suppliedByPlatform(one, config)).toList()
          : problems;
    }
  }

  private void openAll(Registration registration, List<Problem> problems) {
    try {
      for (Contributor one : needed()) {
        try {
          open.put(one, one.open(context(one, registration)));
        } catch (OnboardingException e) {
          problems.addAll(contributors.problemsOf(e));
        } catch (LinkageError e) {
          throw misaligned(one, e);
        }
      }
      if (!problems.isEmpty()) {
        throw OnboardingException.badInput(problems);
      }
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private List<Contributor> needed() {
    List<Contributor> needed = new ArrayList<>();
    needed.add(contributors.provider());
    contributors.others().stream()
        .filter(one -> blueprint.contributors().containsKey(one.id()))
        .forEach(needed::add);
    needed.add(contributors.platform());
    return needed;
  }

  private Registration registered() {
    Registration known =
        contributors
            .platform()
            .find(cluster, new EngineRequestContext(run, facts, null))
            .orElseThrow(
                () ->
                    OnboardingException.of(
                            Category.CALLER,
                            cluster.uri()
                                + " is not registered with "
                                + contributors.platform().id())
                        .remedy("register it first")
                        .build());
    return SettingsCheck.registration(settings, known);
  }

  /** Reads the facts and declares everything; the provider of the cluster comes first. */
  Declarations declare() {
    for (Map.Entry<Contributor, Session> entry : open.entrySet()) {
      try {
        declared.add(entry.getValue().declare());
      } catch (LinkageError e) {
        throw misaligned(entry.getKey(), e);
      }
    }
    return new Declarations(declared);
  }

  /** Contributors that work in the cluster ask for it while they declare, after the provider. */
  private Optional<KubernetesAccess> kubernetes() {
    return declared.isEmpty() ? Optional.empty() : declared.get(0).kubernetes();
  }

  private EngineSessionContext context(Contributor contributor, Registration registration) {
    return new EngineSessionContext(
        contributor.id(),
        cluster,
        operation,
        registration,
        contributors.platform(),
        blueprint,
        settings,
        config.given(),
        new EngineRequestContext(run, facts, null),
        this::kubernetes,
        words -> run.events().tell(new OnboardingEvent.Note(words)));
  }

  private static OnboardingException misaligned(Contributor one, LinkageError e) {
    Jar mine = Jar.of(one.getClass());
    Jar spi = Jar.of(Contributor.class);
    return OnboardingException.of(
            Category.PROVIDER_BUG,
            "classes do not fit together: "
                + e
                + "; "
                + mine.file()
                + " is version "
                + mine.version()
                + ", "
                + spi.file()
                + " is version "
                + spi.version())
        .remedy("import dev.onboard4j:onboard4j-bom, so that all our jars have one version")
        .cause(e)
        .build();
  }

  Contributors contributors() {
    return contributors;
  }

  Blueprint blueprint() {
    return blueprint;
  }

  ClusterRef cluster() {
    return cluster;
  }

  /** What was set, without what only says how to get there. */
  SortedMap<String, String> planned() {
    SortedMap<String, String> kept = new TreeMap<>(config.settings());
    kept.keySet().removeIf(key -> key.startsWith("endpoint."));
    return kept;
  }

  @Override
  public void close() {
    open.values().forEach(this::close);
    open.clear();
  }

  /** A session that cannot be closed takes nothing away from what was done. */
  private void close(Session session) {
    try {
      session.close();
    } catch (RuntimeException e) {
      run.events()
          .warn(session.getClass().getName() + " could not be closed: " + e.getClass().getName());
    }
  }
}
