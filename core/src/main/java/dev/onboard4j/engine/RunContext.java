package dev.onboard4j.engine;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.run.RequestInterceptor;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One verb at work: its workers, events, clock, deadline and the wish to stop. */
final class RunContext implements AutoCloseable {
  private final ClusterRef cluster;
  private final String account;
  private final Workers workers;
  private final Events events;
  private final RequestInterceptor interceptor;
  private final Deadline term;
  private final @Nullable Duration stepDeadline;

  RunContext(EngineConfig config, ClusterRef cluster) {
    this.cluster = cluster;
    account = cluster.provider() + "/" + cluster.account();
    workers = new Workers(config.parallelism());
    events = new Events(cluster.uri(), config.listeners());
    interceptor = config.interceptor();
    term = Deadline.ofRun(config);
    stepDeadline = config.stepDeadline();
  }

  /** Sends one request when both this run and the API have room for it. */
  <T> T request(ApiRequest request, Supplier<T> send) {
    String owner = request.account().isEmpty() ? account : request.account();
    return workers.request(() -> ApiLimits.JVM.request(owner + "/" + request.api(), send));
  }

  ClusterRef cluster() {
    return cluster;
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

  /** How long this run may go on. */
  Deadline term() {
    return term;
  }

  /** How long a step that starts now may go on. */
  Deadline stepTerm() {
    return term.ofStep(stepDeadline);
  }

  @Override
  public void close() {
    workers.close();
  }
}
