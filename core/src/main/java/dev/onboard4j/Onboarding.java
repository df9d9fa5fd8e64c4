package dev.onboard4j;

import static java.util.Objects.requireNonNull;

import dev.onboard4j.engine.Catalog;
import dev.onboard4j.engine.ContextLoader;
import dev.onboard4j.engine.Engine;
import dev.onboard4j.engine.EngineConfig;
import dev.onboard4j.engine.Listener;
import dev.onboard4j.engine.NestedInterceptor;
import dev.onboard4j.engine.PreparedPlan;
import dev.onboard4j.engine.RunLimits;
import dev.onboard4j.engine.SecretsDirectory;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.InstalledContributor;
import dev.onboard4j.run.Journal;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.run.Time;
import dev.onboard4j.spi.Platform;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a Kubernetes cluster on board a cost-optimization platform: makes a plan, then applies
 * exactly that plan.
 *
 * <pre>{@code
 * Onboarding.forProvider("eks")
 *     .set("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa")
 *     .set("platform.principal", "arn:aws:iam::111122223333:user/cast-crossrole")
 *     .plan(EksCluster.of("123456789012", "eu-west-1", "prod"))
 *     .apply();
 * }</pre>
 *
 * <p>Immutable and thread-safe: each configuration method returns a copy, so one instance can serve
 * many clusters at once. Nothing is loaded, read or connected before an operation ({@code plan},
 * {@code planRemoval}, {@code drift}, {@code read}) is called.
 *
 * <p>Methods throw a {@code NullPointerException} that names the parameter if an argument is null.
 */
public final class Onboarding {
  private final EngineConfig config;

  private Onboarding(EngineConfig config) {
    this.config = config;
  }

  /**
   * Selects the provider by id, through the context class loader of the thread.
   *
   * <p>If that does not see this library, as on threads of the common pool in a Spring Boot jar,
   * the class loader of this library is taken instead.
   */
  public static Onboarding forProvider(String id) {
    return forProvider(id, ContextLoader.choose());
  }

  /** Selects the provider by id, through the given class loader. */
  public static Onboarding forProvider(String id, ClassLoader loader) {
    return new Onboarding(
        EngineConfig.of(requireNonNull(id, "id"), requireNonNull(loader, "loader")));
  }

  /** All contributors, sorted by id; an entry that cannot be loaded has the problem instead. */
  public static List<InstalledContributor> installed(ClassLoader loader) {
    return Catalog.installed(requireNonNull(loader, "loader"));
  }

  private Onboarding with(Consumer<EngineConfig.Draft> change) {
    return new Onboarding(config.with(change));
  }

  /** Selects a blueprint on the class path by id, such as {@code castai/2023}. */
  public Onboarding blueprint(String id) {
    return with(
        draft -> {
          draft.blueprint = requireNonNull(id, "id");
          draft.blueprintFile = null;
        });
  }

  /** Selects a blueprint file in JSON. */
  public Onboarding blueprint(Path file) {
    return with(
        draft -> {
          draft.blueprint = null;
          draft.blueprintFile = requireNonNull(file, "file");
        });
  }

  /**
   * Sets one setting; {@link #installed} lists the declared ones.
   *
   * <p>Takes precedence over the system property {@code onboard4j.} followed by the key.
   *
   * @throws OnboardingException of category CALLER if the key or the value is null
   */
  public Onboarding set(String key, String value) {
    return set(Collections.singletonMap(key, value));
  }

  /** Sets several settings. */
  public Onboarding set(Map<String, String> settings) {
    requireNonNull(settings, "settings").forEach(Onboarding::checkSetting);
    return with(draft -> draft.settings.putAll(settings));
  }

  private static void checkSetting(@Nullable String key, @Nullable String value) {
    if (key == null || value == null) {
      throw OnboardingException.badInput(
          List.of(new Problem(String.valueOf(key), "is null; leave the setting out instead")));
    }
  }

  /** Sets the platform; without one, settings name the cluster id and the principal. */
  public Onboarding platform(Platform platform) {
    return with(
        draft -> {
          draft.platform = requireNonNull(platform, "platform");
          draft.platformId = null;
        });
  }

  /** Selects the platform on the class path by id. */
  public Onboarding platform(String id) {
    return with(
        draft -> {
          draft.platform = null;
          draft.platformId = requireNonNull(id, "id");
        });
  }

  /**
   * Stores credentials in a directory instead of a platform, in one folder per cluster.
   *
   * <p>Files have mode 0600 where the file system supports modes.
   */
  public Onboarding secretsDirectory(Path directory) {
    return platform(new SecretsDirectory(requireNonNull(directory, "directory")));
  }

  /** Supplies an object to the provider, such as a credentials provider or an HTTP client. */
  public <T> Onboarding with(Class<T> type, T value) {
    return with(
        draft -> draft.given.put(requireNonNull(type, "type"), requireNonNull(value, "value")));
  }

  /**
   * Subscribes to events of one type; called one at a time, on the threads of the run.
   *
   * <p>The run waits for its listeners: one that never returns blocks it, also when it is
   * cancelled. A listener that throws adds a warning to the result. Within a listener a plan is
   * {@link ApplicablePlan#start() started}, not applied.
   */
  public <E extends OnboardingEvent> Onboarding on(Class<E> type, Consumer<? super E> listener) {
    requireNonNull(type, "type");
    requireNonNull(listener, "listener");
    return with(draft -> draft.listeners.add(new Listener<>(type, listener)));
  }

  /** Appends the events to a file as JSON lines; onboarding does not read this file. */
  public Onboarding journal(Path file) {
    return on(OnboardingEvent.class, new Journal(requireNonNull(file, "file")));
  }

  /** Gives the consent to adopt these unmarked resources, or {@code all}. */
  public Onboarding adopt(String... ids) {
    return with(draft -> draft.adopted.addAll(texts(ids, "ids")));
  }

  /** Gives consents by kind, such as {@code shared} or {@code foreign-attachments}. */
  public Onboarding allow(String... kinds) {
    return with(draft -> draft.allowed.addAll(texts(kinds, "kinds")));
  }

  private static List<String> texts(String[] given, String parameter) {
    requireNonNull(given, parameter);
    return Stream.of(given).map(one -> requireNonNull(one, parameter)).toList();
  }

  /**
   * Limits the requests in flight; 1 means strictly in order, on the thread of the caller.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public Onboarding parallelism(int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("parallelism is at least 1, not " + requests);
    }
    return set(RunLimits.PARALLELISM, String.valueOf(requests));
  }

  /**
   * Limits the duration of an operation; no request is sent after the limit.
   *
   * <p>The default is two hours. The settings {@code limits.*} hold this and the other limits of a
   * run: attempts, pauses, waits, and requests in flight per API.
   */
  public Onboarding deadline(Duration limit) {
    return set(RunLimits.DEADLINE, RunLimits.text(requireNonNull(limit, "limit")));
  }

  /**
   * Limits the duration of one step of an apply, with its retries and waits.
   *
   * <p>After the limit the step fails and its dependents are skipped; other steps continue.
   */
  public Onboarding stepDeadline(Duration limit) {
    return set(RunLimits.STEP_DEADLINE, RunLimits.text(requireNonNull(limit, "limit")));
  }

  /**
   * Runs the tasks of each run, and each {@link ApplicablePlan#start() started} run, on this
   * executor instead of threads of the run.
   *
   * <p>A task may wait: for a reply, or for an effect. So the best executor has a thread for each
   * task, such as one of virtual threads. The calling thread always works, too: a run ends even if
   * the executor accepts no task.
   */
  public Onboarding executor(Executor executor) {
    return with(draft -> draft.executor = requireNonNull(executor, "executor"));
  }

  /** Makes the threads of each run; without effect if there is an {@link #executor}. */
  public Onboarding threadFactory(ThreadFactory factory) {
    return with(draft -> draft.threadFactory = requireNonNull(factory, "factory"));
  }

  /**
   * Wraps each task on the thread that submits it, to carry a context to the thread that runs it.
   *
   * <p>For example {@code task -> Context.current().wrap(task)} carries a trace. The logging
   * context (MDC of SLF4J) is carried without it. Decorators added before stay inside of it.
   */
  public Onboarding taskDecorator(UnaryOperator<Runnable> outer) {
    requireNonNull(outer, "outer");
    return with(
        draft -> {
          UnaryOperator<Runnable> inner = draft.taskDecorator;
          draft.taskDecorator = task -> outer.apply(inner.apply(task));
        });
  }

  /** Names each run; default: a random UUID. Events, results and the journal have this id. */
  public Onboarding runIds(Supplier<String> ids) {
    return with(draft -> draft.runIds = requireNonNull(ids, "ids"));
  }

  /** Adds an interceptor around each request; interceptors added before stay inside of it. */
  public Onboarding around(RequestInterceptor outer) {
    requireNonNull(outer, "outer");
    return with(draft -> draft.interceptor = new NestedInterceptor(outer, draft.interceptor));
  }

  /** Sets what happens to created resources when another step fails; default: they stay. */
  public Onboarding onFailure(OnFailure choice) {
    return with(draft -> draft.onFailure = requireNonNull(choice, "choice"));
  }

  /** Sets the handle that cancels a run after the request in flight. */
  public Onboarding cancellation(Cancellation wish) {
    return with(draft -> draft.cancellation = requireNonNull(wish, "wish"));
  }

  /** Replaces the clock and the waits, for tests. */
  public Onboarding time(Time time) {
    return with(draft -> draft.time = requireNonNull(time, "time"));
  }

  /**
   * Parses the URI of a cluster.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER with all problems of the URI
   */
  public ClusterRef cluster(URI uri) {
    requireNonNull(uri, "uri");
    return new Engine(config).cluster(uri);
  }

  /** All problems of the URI, the settings and the blueprint that are found without a request. */
  public List<Problem> check(URI cluster, Operation operation) {
    requireNonNull(cluster, "cluster");
    requireNonNull(operation, "operation");
    return new Engine(config).check(cluster, operation);
  }

  /** Plans the onboarding of the cluster; reads only. */
  public ApplicablePlan plan(ClusterRef cluster) {
    return new ApplicablePlan(planned(cluster, Operation.APPLY));
  }

  /** Plans the removal of the onboarding; reads only. */
  public ApplicablePlan planRemoval(ClusterRef cluster) {
    return new ApplicablePlan(planned(cluster, Operation.REMOVE));
  }

  /** Finds the differences between the cluster and the declaration; reads only. */
  public OnboardingPlan drift(ClusterRef cluster) {
    return planned(cluster, Operation.DRIFT).plan();
  }

  private PreparedPlan planned(ClusterRef cluster, Operation operation) {
    requireNonNull(cluster, "cluster");
    return new Engine(config).plan(cluster, operation);
  }

  /**
   * Reads a plan saved with {@link OnboardingPlan#toJson()}.
   *
   * <p>Settings given here take precedence over those of the plan.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER if the text is not a plan;
   *     of category CONFLICT if it was changed by hand, or made by another provider, version or
   *     schema
   */
  public ApplicablePlan read(String json) {
    requireNonNull(json, "json");
    return new ApplicablePlan(new Engine(config).read(json));
  }

  /**
   * Reads a saved plan like {@link #read(String)}, and checks that it is for this cluster.
   *
   * @throws dev.onboard4j.model.OnboardingException also of category CONFLICT if the plan is for
   *     another cluster
   */
  public ApplicablePlan read(String json, ClusterRef cluster) {
    requireNonNull(json, "json");
    requireNonNull(cluster, "cluster");
    return new ApplicablePlan(new Engine(config).read(json, cluster));
  }
}
