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

/** The sessions of one operation, one per contributor that takes part. */
final class Sessions implements AutoCloseable {
  private final RunContext run;
  private final EngineConfig config;
  private final Contributors contributors;
  private final Blueprint blueprint;
  private final ClusterRef cluster;
  private final Operation operation;
  private final Settings settings;

  /** Shared by all contributors, so that each listing is requested once. */
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

  /** Opens the sessions with the registration that the platform has for the cluster. */
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
   * All problems that can be found without a request; a setting that the platform supplies is not
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
      return sessions.withoutSupplied(contributors.problemsOf(e));
    }
  }

  private List<Problem> withoutSupplied(List<Problem> problems) {
    return contributors.platformSupplies()
        ? problems.stream().filter(one -> !SettingsCheck.suppliedByPlatform(one, config)).toList()
        : problems;
  }

  private void openAll(Registration registration, List<Problem> problems) {
    try {
      participants().forEach(one -> open(one, registration, problems));
      if (!problems.isEmpty()) {
        throw OnboardingException.badInput(problems);
      }
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private void open(Contributor one, Registration registration, List<Problem> problems) {
    try {
      EngineSessionContext context = context(one, registration);
      noteMissingVersion(one, context);
      open.put(one, one.open(context));
    } catch (OnboardingException e) {
      problems.addAll(contributors.problemsOf(e));
    }
  }

  /** The platform may be an object of the embedder's own program. */
  private void noteMissingVersion(Contributor one, EngineSessionContext context) {
    Jar jar = Jar.of(KnownContributor.type(one));
    if (one != contributors.platform() && !jar.hasVersion()) {
      context.note(
          one.id()
              + ": "
              + jar.file()
              + " has no version; plans of other builds look like its own");
    }
  }

  private List<Contributor> participants() {
    List<Contributor> participants = new ArrayList<>();
    participants.add(contributors.provider());
    contributors.others().stream()
        .filter(one -> blueprint.contributors().containsKey(one.id()))
        .forEach(participants::add);
    participants.add(contributors.platform());
    return participants;
  }

  private Registration registered() {
    Registration known =
        contributors
            .platform()
            .find(cluster, new EngineRequestContext(run, facts, null))
            .orElseThrow(this::unregistered);
    return SettingsCheck.registration(settings, known);
  }

  private OnboardingException unregistered() {
    String platform = contributors.platform().id();
    return OnboardingException.of(
            Category.CALLER, run.uri() + " is not registered with " + platform)
        .remedy("register the cluster first")
        .build();
  }

  /** Reads the facts and collects the declarations, the one of the cluster provider first. */
  Declarations declare() {
    run.events().begin(OnboardingEvent.Phase.FACTS, open.size());
    for (Session session : open.values()) {
      declared.add(Unforeseen.answer(session, "declare", session::declare));
      run.events().advance();
    }
    return new Declarations(declared);
  }

  /** The access that the cluster provider declared; empty before that declaration. */
  private Optional<KubernetesAccess> kubernetes() {
    return declared.isEmpty() ? Optional.empty() : access(declared.get(0));
  }

  private static Optional<KubernetesAccess> access(Declaration declaration) {
    return Unforeseen.answer(declaration, "kubernetes", declaration::kubernetes);
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
        words -> run.events().tell(origin -> new OnboardingEvent.Note(origin, words)),
        run.limits().request());
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

  /** The settings that a plan holds: endpoints and secrets are left out. */
  SortedMap<String, String> planned() {
    SortedMap<String, String> kept = new TreeMap<>(config.settings());
    kept.keySet().removeIf(contributors.check()::isPrivate);
    return kept;
  }

  @Override
  public void close() {
    open.values().forEach(this::close);
    open.clear();
  }

  /** A session that throws while it is closed does not change the result. */
  private void close(Session session) {
    try {
      session.close();
    } catch (Throwable e) {
      Unforeseen.keepInterrupt(e);
      run.events()
          .warn(session.getClass().getName() + " could not be closed: " + e.getClass().getName());
    }
  }
}
