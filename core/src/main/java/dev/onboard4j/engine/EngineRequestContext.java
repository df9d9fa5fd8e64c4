package dev.onboard4j.engine;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.OutgoingRequest.Effect;
import dev.onboard4j.spi.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends the requests of one read or one write of a handler. Thread-safe. */
final class EngineRequestContext implements RequestContext {
  private final RunContext run;
  private final PhaseScope scope;
  private final @Nullable ResourceId resource;
  private final Deadline deadline;
  private final WriteLog writes = new WriteLog();
  private volatile boolean waitedInVain;

  EngineRequestContext(RunContext run, PhaseScope scope, @Nullable ResourceId resource) {
    this(run, scope, resource, run.deadline());
  }

  EngineRequestContext(
      RunContext run, PhaseScope scope, @Nullable ResourceId resource, Deadline deadline) {
    this.run = run;
    this.scope = scope;
    this.resource = resource;
    this.deadline = deadline;
  }

  /** The writes that were sent through this context. */
  WriteLog writes() {
    return writes;
  }

  @Override
  public <T> T read(ApiRequest request, Supplier<T> send) {
    return attempted(Effect.READ, request, send);
  }

  @Override
  public <T> T write(ApiRequest request, Supplier<T> send) {
    if (scope.phase() != OnboardingEvent.Phase.WRITE) {
      throw bug(request + " writes, but this is the phase " + scope.phase())
          .remedy("a handler may write in write() only")
          .build();
    }
    return writes.logged(() -> attempted(Effect.WRITE, request, send));
  }

  private <T> T attempted(Effect effect, ApiRequest request, Supplier<T> send) {
    AtomicInteger attempt = new AtomicInteger();
    return run.retries()
        .send(
            deadline,
            (failure, pause) -> retrying(request, failure, pause),
            request.toString(),
            () ->
                run.request(
                    request,
                    deadline,
                    () -> sent(outgoing(effect, request, attempt.incrementAndGet()), send)));
  }

  private OutgoingRequest outgoing(Effect effect, ApiRequest request, int attempt) {
    return new OutgoingRequest(run.id(), run.uri(), resource, request, effect, attempt);
  }

  /** Sends once; every denial names its permission, and a write with a lost reply says so. */
  private <T> T sent(OutgoingRequest outgoing, Supplier<T> send) {
    try {
      return new Transmission<>(outgoing, send, run.events()).through(run.interceptor());
    } catch (OnboardingException e) {
      throw withPermissions(e, outgoing);
    }
  }

  private static OnboardingException withPermissions(
      OnboardingException e, OutgoingRequest outgoing) {
    return e.category() == Category.PERMISSION && e.missing().isEmpty()
        ? e.with(builder -> builder.missing(outgoing.request().permissions()))
        : e;
  }

  private void retrying(ApiRequest request, OnboardingException failure, Duration pause) {
    String reason = String.valueOf(failure.getMessage());
    run.events()
        .tell(origin -> new OnboardingEvent.Retrying(origin, resource, request, reason, pause));
  }

  private void waiting(String effect, Duration pause) {
    run.events().tell(origin -> new OnboardingEvent.Waiting(origin, resource, effect, pause));
  }

  private OnboardingException.Builder bug(String message) {
    return OnboardingException.of(Category.PROVIDER_BUG, message).resource(resource);
  }

  @Override
  public String output(ResourceId upstream, String name) {
    return scope
        .output(upstream, name)
        .orElseThrow(
            () ->
                bug(upstream + " has no output '" + name + "' yet")
                    .remedy("declare the resource after " + upstream)
                    .build());
  }

  @Override
  public boolean createdInThisRun(ResourceId upstream) {
    return scope.createdInThisRun(upstream);
  }

  @Override
  public <T> T cached(String listing, Supplier<T> read) {
    // In the write phase a listing is outdated after the next write.
    if (scope.phase() == OnboardingEvent.Phase.WRITE) {
      return read.get();
    }
    Fetched mine = new Fetched(scope, listing);
    if (run.holdings().holds(mine) || run.holdings().callerHolds(mine)) {
      throw bug("the listing '" + listing + "' asks for itself")
          .remedy("report it to the author of the contributor")
          .build();
    }
    return scope.listings().cached(listing, deadline, () -> run.holdings().with(mine, read));
  }

  /** A listing that a thread fetches; each scope has its own. */
  private record Fetched(PhaseScope scope, String listing) {}

  @Override
  public <T> T exclusive(String document, Supplier<T> cycle) {
    if (run.holdings().callerHolds(document)) {
      throw bug("a task edits " + document + ", but the caller that waits for it does, too")
          .remedy("call exclusive() either around all() or within its tasks")
          .build();
    }
    return DocumentLocks.JVM.exclusive(
        document, deadline, () -> run.holdings().with(document, cycle));
  }

  @Override
  public <T> List<T> all(List<Supplier<T>> tasks) {
    return run.workers().all(tasks);
  }

  @Override
  public <T> T await(String effect, Supplier<Optional<T>> probe) {
    return awaited(effect, probe).orElseThrow(() -> notSeen(effect));
  }

  /** Whether an effect that somebody waited for did not show in time. */
  boolean waitedInVain() {
    return waitedInVain;
  }

  private OnboardingException notSeen(String effect) {
    waitedInVain = true;
    return OnboardingException.of(
            Category.TRANSIENT,
            "waited " + run.limits().effect().toSeconds() + " s and still do not see: " + effect)
        .resource(resource)
        .remedy("run it again in a few minutes: it goes on where it stopped")
        .build();
  }

  /** Probes with growing pauses until the effect shows; empty when the limit passes. */
  <T> Optional<T> awaited(String effect, Supplier<Optional<T>> probe) {
    Duration limit = run.limits().effect();
    Duration waited = Duration.ZERO;
    Optional<T> seen = probe.get();
    for (int attempt = 1; seen.isEmpty() && waited.compareTo(limit) < 0; attempt++) {
      Duration pause = Retries.backoff(attempt);
      waiting(effect, pause);
      deadline.pause(pause, effect);
      waited = waited.plus(pause);
      seen = probe.get();
    }
    return seen;
  }
}
