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

/** The engine's side of one handler's one read or write. */
final class EngineRequestContext implements RequestContext {
  /** Long enough for the slowest propagation we know of, short enough for a person to wait. */
  private static final Duration EFFECT_LIMIT = Duration.ofMinutes(2);

  private final RunContext run;
  private final PhaseScope scope;
  private final @Nullable ResourceId resource;
  private final Deadline term;

  EngineRequestContext(RunContext run, PhaseScope scope, @Nullable ResourceId resource) {
    this(run, scope, resource, run.term());
  }

  EngineRequestContext(
      RunContext run, PhaseScope scope, @Nullable ResourceId resource, Deadline term) {
    this.run = run;
    this.scope = scope;
    this.resource = resource;
    this.term = term;
  }

  Deadline term() {
    return term;
  }

  @Override
  public <T> T read(ApiRequest request, Supplier<T> send) {
    return attempted(Effect.READ, request, send);
  }

  @Override
  public <T> T write(ApiRequest request, Supplier<T> send) {
    if (scope.phase() != OnboardingEvent.Phase.WRITE) {
      throw OnboardingException.of(
              Category.PROVIDER_BUG, request + " writes, but this is the phase " + scope.phase())
          .resource(resource)
          .remedy("a handler may write in write() only")
          .build();
    }
    return attempted(Effect.WRITE, request, send);
  }

  private <T> T attempted(Effect effect, ApiRequest request, Supplier<T> send) {
    AtomicInteger attempt = new AtomicInteger();
    return Retries.send(
        effect,
        term,
        (failure, pause) -> waiting(request + ": " + failure.getMessage(), pause),
        request.toString(),
        () -> run.request(request, () -> sent(effect, request, attempt.incrementAndGet(), send)));
  }

  /** Sends and sees to it that every failure knows its resource and every denial its permission. */
  private <T> T sent(Effect effect, ApiRequest request, int attempt, Supplier<T> send) {
    OutgoingRequest outgoing =
        new OutgoingRequest(run.cluster().uri(), resource, request, effect, attempt);
    try {
      return run.interceptor()
          .send(
              outgoing,
              () -> {
                run.events()
                    .tell(
                        effect == Effect.READ
                            ? new OnboardingEvent.ReadSent(resource, request)
                            : new OnboardingEvent.WriteSent(resource, request));
                return send.get();
              });
    } catch (OnboardingException e) {
      throw e.category() == Category.PERMISSION && e.missing().isEmpty()
          ? e.with(builder -> builder.missing(request.permissions()))
          : e;
    } catch (RuntimeException e) {
      throw OnboardingException.of(
              Category.PROVIDER_BUG,
              request + " failed in an unforeseen way: " + e.getClass().getName())
          .resource(resource)
          .remedy("report it to the author of the contributor, with the cause below")
          .cause(e)
          .build();
    }
  }

  void waiting(String what, Duration pause) {
    run.events().tell(new OnboardingEvent.Waiting(resource, what, pause));
  }

  @Override
  public String output(ResourceId upstream, String name) {
    return scope
        .output(upstream, name)
        .orElseThrow(
            () ->
                OnboardingException.of(
                        Category.PROVIDER_BUG, upstream + " has no output '" + name + "' yet")
                    .resource(resource)
                    .remedy("declare the resource after " + upstream)
                    .build());
  }

  @Override
  public boolean createdInThisRun(ResourceId upstream) {
    return scope.createdInThisRun(upstream);
  }

  @Override
  public <T> T cached(String listing, Supplier<T> read) {
    // While writing, what was listed a moment ago may be wrong by now.
    return scope.phase() == OnboardingEvent.Phase.WRITE
        ? read.get()
        : scope.listings().cached(listing, read);
  }

  @Override
  public <T> T exclusive(String document, Supplier<T> cycle) {
    return DocumentLocks.JVM.exclusive(document, cycle);
  }

  @Override
  public <T> List<T> all(List<Supplier<T>> requests) {
    return run.workers().parts(requests);
  }

  @Override
  public <T> T await(String effect, Supplier<Optional<T>> probe) {
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      Optional<T> seen = probe.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      if (waited.compareTo(EFFECT_LIMIT) >= 0) {
        throw OnboardingException.of(
                Category.TRANSIENT,
                "waited " + waited.toSeconds() + " s and still do not see: " + effect)
            .resource(resource)
            .remedy("run it again in a few minutes: it goes on where it stopped")
            .build();
      }
      Duration pause = Retries.backoff(attempt);
      waiting(effect, pause);
      term.pause(pause, effect);
      waited = waited.plus(pause);
    }
  }
}
