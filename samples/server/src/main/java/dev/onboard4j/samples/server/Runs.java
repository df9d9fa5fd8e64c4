package dev.onboard4j.samples.server;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.OnboardingRun;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnboardingEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** The runs of this server. When it stops, it cancels them and waits for them. */
@Component
class Runs implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  /** Of each tenant. */
  private static final int KEPT = 200;

  private final Duration patience;
  private final Cancellation shutdown = new Cancellation();
  private final Map<String, EventLog> logs = new ConcurrentHashMap<>();
  private final RecentByTenant<String, Run> runs = new RecentByTenant<>(KEPT, Run::ended);
  private volatile boolean running;

  Runs(ServerProperties properties) {
    patience = properties.shutdown();
  }

  /** Cancels every planning and every run when the server stops. */
  Cancellation shutdown() {
    return shutdown;
  }

  /** Hears the events of all runs of all tenants; their origin tells them apart. */
  void hear(OnboardingEvent event) {
    String run = event.origin().run();
    EventLog log = event instanceof OnboardingEvent.ApplyStarted ? log(run) : logs.get(run);
    // A planning has none: its caller waits for the plan.
    if (log != null) {
      log.add(event);
    }
  }

  /** A run may tell its first event before {@link #start} knows its id, or after. */
  private EventLog log(String run) {
    return logs.computeIfAbsent(run, id -> new EventLog());
  }

  /** Starts to apply a plan; a cluster has one run at a time. */
  synchronized Run start(TenantCluster cluster, ApplicablePlan plan) {
    Recent<String, Run> ofTenant = runs.of(cluster.tenant());
    for (Run run : ofTenant.all()) {
      if (run.cluster().equals(cluster) && !run.ended()) {
        throw new ResponseStatusException(
            HttpStatus.CONFLICT, "run " + run.id() + " of this cluster has not ended");
      }
    }
    OnboardingRun handle = plan.start();
    Run run = new Run(cluster, handle, log(handle.id()));
    ofTenant.put(run.id(), run).forEach(dropped -> logs.remove(dropped.id()));
    return run;
  }

  /** A run of this cluster. */
  Run of(TenantCluster cluster, String id) {
    return runs.of(cluster.tenant())
        .find(id)
        .filter(run -> run.cluster().equals(cluster))
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "no run '" + id + "' of this cluster"));
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Comes before the web server stops, so that followers still hear how their runs end. */
  @Override
  public void stop() {
    shutdown.cancel();
    List<Run> open = runs.all().stream().filter(run -> !run.ended()).toList();
    LOG.info("cancelled {} runs", open.size());
    try {
      CompletableFuture.allOf(open.stream().map(Runs::end).toArray(CompletableFuture<?>[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      open.stream().filter(run -> !run.ended()).forEach(Runs::abandoned);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  private static CompletableFuture<?> end(Run run) {
    return run.handle().completion().toCompletableFuture().handle((result, refusal) -> run);
  }

  private static void abandoned(Run run) {
    LOG.warn("run {} of {} has not ended: plan again", run.id(), run.cluster().uri());
  }
}
