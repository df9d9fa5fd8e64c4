package dev.onboard4j.engine;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnboardingEvent.Origin;
import dev.onboard4j.run.OnboardingEvent.Phase;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.run.Time;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds the workers, events, limits and deadline of one run. */
final class RunContext implements AutoCloseable {
  private final String id;
  private final ClusterRef cluster;
  private final URI uri;
  private final String account;
  private final RunLimits limits;
  private final Retries retries;
  private final Cancellation cancellation = new Cancellation();
  private final Runnable unregister;
  private final Holdings holdings = new Holdings();
  private final TaskExecutor executor;
  private final Workers workers;
  private final Events events;
  private final RequestInterceptor interceptor;
  private final Deadline deadline;
  private volatile @Nullable Thread caller;
  private volatile boolean ended;

  /** The deadline of the run begins here. */
  RunContext(EngineConfig config, ClusterRef cluster, Operation operation) {
    this.cluster = cluster;
    uri = Unforeseen.answer(cluster, "uri", cluster::uri);
    id = Unforeseen.answer(config.runIds(), "get", config.runIds());
    account = cluster.provider() + "/" + cluster.account();
    limits = RunLimits.of(config.settings());
    retries = new Retries(limits);
    executor = new TaskExecutor(config, limits.parallelism());
    workers = new Workers(limits.parallelism(), holdings, executor, cancellation::cancel);
    Time time = config.time();
    Origin start = new Origin(id, uri, operation, Phase.FACTS, time.now());
    events = new Events(start, time::now, config.listeners());
    interceptor = config.interceptor();
    deadline =
        Deadline.ofRun(limits.deadline(), new ReplacedWhileWaiting(time, executor), cancellation);
    // One of its own: an interrupt of this run's caller must not cancel other runs.
    unregister = config.cancellation().onCancel(cancellation::cancel);
  }

  /** Sends one request when both this run and the API have room for it, and time is left. */
  <T> T request(ApiRequest request, Deadline limit, Supplier<T> send) {
    Supplier<T> checked =
        () -> {
          watchCaller();
          limit.checkpoint(request.toString());
          checkNotEnded(request);
          return send.get();
        };
    if (holdings.permit()) {
      return checked.get();
    }
    Supplier<T> permitted = () -> holdings.withPermit(checked);
    if (Holdings.sendsOrTells()) {
      // Those who have the room of the API may wait for this thread.
      return workers.request(limit, permitted);
    }
    String owner = request.account().isEmpty() ? account : request.account();
    String api = owner + "/" + request.api();
    int most = limits.inFlight(request.api());
    return workers.request(limit, () -> ApiLimits.JVM.request(api, most, limit, permitted));
  }

  String id() {
    return id;
  }

  /** A contributor may have kept the context of a request for longer than it was meant for. */
  private void checkNotEnded(ApiRequest request) {
    if (ended) {
      throw OnboardingException.of(
              Category.PROVIDER_BUG, request + " comes after the end of the run; it was not sent")
          .remedy("send requests only until the method returns that was given the context")
          .build();
    }
  }

  ClusterRef cluster() {
    return cluster;
  }

  RunLimits limits() {
    return limits;
  }

  Retries retries() {
    return retries;
  }

  /** The URI of the cluster, which the cluster was asked for once. */
  URI uri() {
    return uri;
  }

  Holdings holdings() {
    return holdings;
  }

  Workers workers() {
    return workers;
  }

  Events events() {
    return events;
  }

  RequestInterceptor interceptor() {
    return interceptor;
  }

  /** How long this run may continue. */
  Deadline deadline() {
    return deadline;
  }

  /** How long a step that starts now may continue. */
  Deadline stepDeadline() {
    return deadline.ofStep(limits.stepDeadline());
  }

  /** Runs an action when this run is cancelled. */
  void onCancel(Runnable action) {
    cancellation.onCancel(action);
  }

  /** The current thread is the caller, whose interrupt stops the run. */
  void called() {
    caller = Thread.currentThread();
  }

  /** The threads of a run do not see an interrupt of its caller, who may be within a request. */
  private void watchCaller() {
    Thread waiting = caller;
    if (waiting != null && waiting.isInterrupted()) {
      cancellation.cancel();
    }
  }

  /** Cancels this run only. */
  void cancel() {
    cancellation.cancel();
  }

  @Override
  public void close() {
    ended = true;
    unregister.run();
    executor.close();
  }
}
