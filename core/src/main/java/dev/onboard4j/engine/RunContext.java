package dev.onboard4j.engine;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.RequestInterceptor;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds the workers, events, limits and deadline of one run. */
final class RunContext implements AutoCloseable {
  private final ClusterRef cluster;
  private final URI uri;
  private final String account;
  private final Holdings holdings = new Holdings();
  private final Workers workers;
  private final Events events;
  private final RequestInterceptor interceptor;
  private final Runnable unregister;
  private final Deadline deadline;
  private final @Nullable Duration stepLimit;
  private volatile boolean ended;

  RunContext(EngineConfig config, ClusterRef cluster) {
    this.cluster = cluster;
    uri = Unforeseen.answer(cluster, "uri", cluster::uri);
    account = cluster.provider() + "/" + cluster.account();
    // One of its own: an interrupt of this run's caller must not cancel other runs.
    Cancellation cancellation = new Cancellation();
    unregister = config.cancellation().onCancel(cancellation::cancel);
    workers = new Workers(config.parallelism(), holdings, cancellation::cancel);
    events = new Events(uri, config.listeners());
    interceptor = config.interceptor();
    deadline = Deadline.ofRun(config, cancellation);
    stepLimit = config.stepDeadline();
  }

  /** Sends one request when both this run and the API have room for it, and time is left. */
  <T> T request(ApiRequest request, Deadline limit, Supplier<T> send) {
    Supplier<T> checked =
        () -> {
          limit.checkpoint(request.toString());
          checkNotEnded(request);
          return send.get();
        };
    if (holdings.permit()) {
      return checked.get();
    }
    String owner = request.account().isEmpty() ? account : request.account();
    String api = owner + "/" + request.api();
    return workers.request(
        limit, () -> ApiLimits.JVM.request(api, limit, () -> holdings.withPermit(checked)));
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
    return deadline.ofStep(stepLimit);
  }

  @Override
  public void close() {
    ended = true;
    unregister.run();
    workers.close();
  }
}
