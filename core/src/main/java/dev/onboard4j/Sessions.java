package dev.onboard4j;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sessions of one verb, one per contributor that has something to do. */
final class Sessions implements AutoCloseable {
  private final RunContext run;
  private final Config config;
  private final Contributors contributors;
  private final Blueprint blueprint;
  private final ClusterRef cluster;
  private final Operation operation;
  private final Settings settings;

  /** One for all: what one contributor has listed another need not ask again. */
  private final PhaseScope facts = new PhaseScope(OnboardingEvent.Phase.FACTS);

  private final Map<Contributor, Session> open = new LinkedHashMap<>();

  private Sessions(
      RunContext run,
      Config config,
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

  static Sessions open(
      RunContext run,
      Config config,
      Contributors contributors,
      Blueprint blueprint,
      ClusterRef cluster,
      Operation operation) {
    Sessions sessions = new Sessions(run, config, contributors, blueprint, cluster, operation);
    List<Problem> problems = contributors.check().problems(config.settings());
    problems.addAll(SettingsCheck.registrationProblems(config.settings(), blueprint));
    Registration registration = sessions.registration();
    for (Contributor one : sessions.needed()) {
      try {
        sessions.open.put(one, one.open(sessions.context(one, registration)));
      } catch (OnboardingException e) {
        problems.addAll(contributors.problemsOf(e));
      } catch (LinkageError e) {
        sessions.close();
        throw misaligned(one, e);
      }
    }
    if (!problems.isEmpty()) {
      sessions.close();
      throw OnboardingException.badInput(problems);
    }
    return sessions;
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

  private Registration registration() {
    Platform platform = contributors.platform();
    Registration known =
        platform
            .find(cluster)
            .orElseThrow(
                () ->
                    OnboardingException.of(
                            Category.CALLER,
                            cluster.uri() + " is not registered with " + platform.id())
                        .remedy("register it first")
                        .build());
    return SettingsCheck.registration(settings, known);
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

  List<Session> all() {
    return List.copyOf(open.values());
  }

  Session provider() {
    return Objects.requireNonNull(open.get(contributors.provider()));
  }

  /**
   * The needs by the session that knows about them: permissions of a contributor that is no cloud
   * begin with its id and a colon, all others are the cloud's.
   */
  Map<Session, List<RequiredPermission>> asked(List<RequiredPermission> needs) {
    Map<Session, List<RequiredPermission>> asked = new LinkedHashMap<>();
    open.values().forEach(session -> asked.put(session, new ArrayList<>()));
    for (RequiredPermission need : needs) {
      Session session =
          open.entrySet().stream()
              .filter(entry -> contributors.others().contains(entry.getKey()))
              .filter(entry -> need.permission().startsWith(entry.getKey().id() + ":"))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElseGet(this::provider);
      Objects.requireNonNull(asked.get(session)).add(need);
    }
    return asked;
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

  private SessionContext context(Contributor contributor, Registration registration) {
    EngineRequestContext requests = new EngineRequestContext(run, facts, null);
    return new EngineSessionContext(contributor.id(), registration, requests);
  }

  @Override
  public void close() {
    open.values().forEach(Session::close);
    open.clear();
  }

  private final class EngineSessionContext implements SessionContext {
    private final String contributor;
    private final Registration registration;
    private final RequestContext facts;

    EngineSessionContext(String contributor, Registration registration, RequestContext facts) {
      this.contributor = contributor;
      this.registration = registration;
      this.facts = facts;
    }

    @Override
    public ClusterRef cluster() {
      return cluster;
    }

    @Override
    public Operation operation() {
      return operation;
    }

    @Override
    public Registration registration() {
      return registration;
    }

    @Override
    public Platform platform() {
      return contributors.platform();
    }

    @Override
    public Optional<Map<String, Object>> blueprint() {
      return blueprint.section(contributor);
    }

    @Override
    public String blueprintId() {
      return blueprint.id();
    }

    @Override
    public Settings settings() {
      return settings;
    }

    @Override
    public <T> Optional<T> given(Class<T> type) {
      return Optional.ofNullable(config.given().get(type)).map(type::cast);
    }

    @Override
    public RequestContext requests() {
      return facts;
    }

    @Override
    public Optional<KubernetesAccess> kubernetes() {
      return provider().kubernetes();
    }

    @Override
    public void note(String words) {
      run.events().tell(new OnboardingEvent.Note(words));
    }
  }
}
