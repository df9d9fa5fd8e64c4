package dev.onboard4j;

import dev.onboard4j.engine.Catalog;
import dev.onboard4j.engine.Engine;
import dev.onboard4j.engine.EngineConfig;
import dev.onboard4j.engine.Listener;
import dev.onboard4j.engine.SecretsDirectory;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.InstalledContributor;
import dev.onboard4j.run.Journal;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.run.Time;
import dev.onboard4j.spi.Platform;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings a Kubernetes cluster on board a cost-optimization platform: plans first, then does exactly
 * that.
 *
 * <pre>{@code
 * Onboarding.forProvider("eks")
 *     .set("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa")
 *     .set("platform.principal", "arn:aws:iam::111122223333:user/cast-crossrole")
 *     .plan(EksCluster.of("123456789012", "eu-west-1", "prod"))
 *     .apply();
 * }</pre>
 *
 * <p>Immutable and thread-safe: every method that tells it something answers a copy, so one can be
 * kept and used for many clusters at once. Nothing is loaded, read or connected before a verb
 * ({@code plan}, {@code planRemoval}, {@code drift}, {@code read}) is called.
 */
public final class Onboarding {
  private final EngineConfig config;

  private Onboarding(EngineConfig config) {
    this.config = config;
  }

  /** For the provider of that id, found through the thread's context class loader. */
  public static Onboarding forProvider(String id) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return forProvider(id, context != null ? context : Onboarding.class.getClassLoader());
  }

  /** For the provider of that id, found through that class loader. */
  public static Onboarding forProvider(String id, ClassLoader loader) {
    return new Onboarding(EngineConfig.of(id, loader));
  }

  /** Everything installed, sorted by id; an entry that cannot be loaded says why. */
  public static List<InstalledContributor> installed(ClassLoader loader) {
    return Catalog.installed(loader);
  }

  private Onboarding with(Consumer<EngineConfig.Draft> change) {
    return new Onboarding(config.with(change));
  }

  /** What is asked for: the id of a blueprint on the class path, such as {@code castai/2023}. */
  public Onboarding blueprint(String id) {
    return with(
        draft -> {
          draft.blueprint = id;
          draft.blueprintFile = null;
        });
  }

  /** What is asked for: a blueprint file of one's own, in JSON. */
  public Onboarding blueprint(Path file) {
    return with(
        draft -> {
          draft.blueprint = null;
          draft.blueprintFile = file;
        });
  }

  /**
   * One setting; the installed contributors tell which there are. Wins over the system property
   * {@code onboard4j.} followed by the key.
   */
  public Onboarding set(String key, String value) {
    return with(draft -> draft.settings.put(key, value));
  }

  /** Several settings. */
  public Onboarding set(Map<String, String> settings) {
    return with(draft -> draft.settings.putAll(settings));
  }

  /** Who receives the access; without one, settings name the cluster id and the principal. */
  public Onboarding platform(Platform platform) {
    return with(
        draft -> {
          draft.platform = platform;
          draft.platformId = null;
        });
  }

  /** Who receives the access: the platform of that id on the class path. */
  public Onboarding platform(String id) {
    return with(
        draft -> {
          draft.platform = null;
          draft.platformId = id;
        });
  }

  /**
   * No platform: credentials go to that directory, into a folder for each cluster.
   *
   * <p>Files have mode 0600 where the file system knows modes.
   */
  public Onboarding secretsDirectory(Path directory) {
    return platform(new SecretsDirectory(directory));
  }

  /** Hands over something only the embedder has: a credentials provider, an HTTP client. */
  public <T> Onboarding with(Class<T> type, T value) {
    return with(draft -> draft.given.put(type, value));
  }

  /** Subscribes to events of one type; called one at a time, on the run's threads. */
  public <E extends OnboardingEvent> Onboarding on(Class<E> type, Consumer<? super E> listener) {
    return with(draft -> draft.listeners.add(new Listener<>(type, listener)));
  }

  /** Writes every event to a file as JSON lines, for people; nothing reads it back. */
  public Onboarding journal(Path file) {
    return on(OnboardingEvent.class, new Journal(file, config.time()));
  }

  /** Agrees to adopting these unmarked resources, or {@code all}. */
  public Onboarding adopt(String... ids) {
    return with(draft -> draft.adopted.addAll(List.of(ids)));
  }

  /** Agrees to these kinds of consent, such as {@code shared} or {@code foreign-attachments}. */
  public Onboarding allow(String... kinds) {
    return with(draft -> draft.allowed.addAll(List.of(kinds)));
  }

  /**
   * How many requests may be in flight; 1 means strictly in order, on the caller's thread.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public Onboarding parallelism(int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("parallelism is at least 1, not " + requests);
    }
    return with(draft -> draft.parallelism = requests);
  }

  /** How long a verb may take; after it no request is sent any more. */
  public Onboarding deadline(Duration limit) {
    return with(draft -> draft.deadline = limit);
  }

  /**
   * How long one step of an apply may take, its retries and its waiting included; the step fails
   * then and skips what follows it, while the rest of the run goes on.
   */
  public Onboarding stepDeadline(Duration limit) {
    return with(draft -> draft.stepDeadline = limit);
  }

  /** Puts something around every request; what was put there before stays inside of it. */
  public Onboarding around(RequestInterceptor outer) {
    return with(draft -> draft.interceptor = new Nested(outer, draft.interceptor));
  }

  /** What becomes of what a run made when another part of it fails; without a word it stays. */
  public Onboarding onFailure(OnFailure choice) {
    return with(draft -> draft.onFailure = choice);
  }

  /** Lets somebody stop a run after the request in flight. */
  public Onboarding cancellation(Cancellation wish) {
    return with(draft -> draft.cancellation = wish);
  }

  /** Another clock and another way of waiting, for tests. */
  public Onboarding time(Time time) {
    return with(draft -> draft.time = time);
  }

  /**
   * Reads a cluster's URI.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER with all that is wrong with
   *     it
   */
  public ClusterRef cluster(URI uri) {
    return new Engine(config).cluster(uri);
  }

  /** Everything wrong with the URI, the settings and the blueprint that shows without a request. */
  public List<Problem> check(URI cluster, Operation operation) {
    return new Engine(config).check(cluster, operation);
  }

  /** Plans bringing the cluster on board; reads only. */
  public ApplicablePlan plan(ClusterRef cluster) {
    return new ApplicablePlan(new Engine(config).plan(cluster, Operation.APPLY));
  }

  /** Plans undoing it; reads only. */
  public ApplicablePlan planRemoval(ClusterRef cluster) {
    return new ApplicablePlan(new Engine(config).plan(cluster, Operation.REMOVE));
  }

  /** What differs from what onboarding made; reads only. */
  public OnboardingPlan drift(ClusterRef cluster) {
    return new Engine(config).plan(cluster, Operation.DRIFT).plan();
  }

  /**
   * Reads a plan saved with {@link OnboardingPlan#toJson()}; settings given here win over its own.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER if it is no plan, was
   *     changed by hand, or was made by another provider, version or schema
   */
  public ApplicablePlan read(String json) {
    return new ApplicablePlan(new Engine(config).read(json));
  }

  /**
   * Like {@link #read(String)}, for a caller who knows which cluster the plan has to be for.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CONFLICT if it is for another one,
   *     too
   */
  public ApplicablePlan read(String json, ClusterRef cluster) {
    ApplicablePlan planned = read(json);
    planned.plan().checkCluster(cluster);
    return planned;
  }

  /** One interceptor around another. */
  private record Nested(RequestInterceptor outer, RequestInterceptor inner)
      implements RequestInterceptor {
    @Override
    public <T> T send(OutgoingRequest request, Supplier<T> send) {
      return outer.send(request, () -> inner.send(request, send));
    }
  }
}
