package dev.onboard4j.opentelemetry;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.run.ApplyFailedException;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingEvent.Origin;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.run.OutgoingRequest;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts and ends the spans of runs and steps by their events.
 *
 * <p>Thread-safe: the events of one run come one at a time, those of several runs at once.
 */
final class RunSpans implements Consumer<OnboardingEvent> {
  private final Tracer tracer;
  private final Map<RunKey, OpenRun> open = new ConcurrentHashMap<>();

  RunSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** The number of runs in progress. */
  int open() {
    return open.size();
  }

  /** The context below which a request is traced: that of its step, else that of its run. */
  Context parent(OutgoingRequest request) {
    OpenRun run = open.get(new RunKey(request.run(), request.cluster()));
    return run == null ? Context.current() : run.context(request.resource());
  }

  @Override
  public void accept(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.PlanStarted) {
      begin(event.origin(), planning(event.origin()));
    } else if (event instanceof OnboardingEvent.ApplyStarted apply) {
      begin(event.origin(), event.origin().operation().word())
          .setAttribute(Keys.FINGERPRINT, apply.fingerprint());
    } else {
      OpenRun run = open.get(RunKey.of(event.origin()));
      if (run != null) {
        during(run, event);
      }
    }
  }

  private static String planning(Origin origin) {
    return switch (origin.operation()) {
      case APPLY -> "plan";
      case REMOVE -> "plan-removal";
      case DRIFT -> "drift";
    };
  }

  /** Events come on the thread of the caller first: its span is the parent. */
  private Span begin(Origin origin, String verb) {
    Context caller = Context.current();
    Span span =
        tracer
            .spanBuilder("onboard4j " + verb)
            .setParent(caller)
            .setAllAttributes(Keys.of(origin.run(), origin.cluster()).build())
            .setAttribute(Keys.VERB, verb)
            .startSpan();
    OpenRun other = open.put(RunKey.of(origin), new OpenRun(caller.with(span)));
    if (other != null) {
      other.end();
    }
    return span;
  }

  private void during(OpenRun run, OnboardingEvent event) {
    if (event instanceof OnboardingEvent.StepStarted step) {
      begin(run, step);
    } else if (event instanceof OnboardingEvent.StepEnded step) {
      end(run, step);
    } else if (event instanceof OnboardingEvent.Retrying retrying) {
      run.span(retrying.resource())
          .addEvent(
              "onboard4j.retry",
              Keys.of(retrying.request()).toBuilder()
                  .put(Keys.PAUSE, retrying.pause().toMillis() / 1000.0)
                  .build());
    } else if (event instanceof OnboardingEvent.Waiting waiting) {
      run.span(waiting.resource())
          .addEvent(
              "onboard4j.wait",
              Keys.of(waiting.resource())
                  .put(Keys.AWAITED, waiting.effect())
                  .put(Keys.PAUSE, waiting.pause().toMillis() / 1000.0)
                  .build());
    } else if (event instanceof OnboardingEvent.PhaseStarted phase) {
      if (phase.origin().phase() == OnboardingEvent.Phase.UNDO) {
        beginUndo(run, phase.origin());
      }
    } else {
      ended(run, event);
    }
  }

  /** The last part of a run; ends with it. */
  private void beginUndo(OpenRun run, Origin origin) {
    Span span =
        tracer
            .spanBuilder("undo")
            .setParent(run.context())
            .setAllAttributes(Keys.of(origin.run(), origin.cluster()).build())
            .startSpan();
    run.undo().set(run.context().with(span));
  }

  private void begin(OpenRun run, OnboardingEvent.StepStarted step) {
    Span span =
        tracer
            .spanBuilder(step.action().word() + " " + step.id().type())
            .setParent(run.context())
            .setAllAttributes(Keys.of(step.origin().run(), step.origin().cluster()).build())
            .setAttribute(Keys.RESOURCE, step.id().toString())
            .setAttribute(Keys.ACTION, step.action().word())
            .startSpan();
    run.steps().put(step.id(), run.context().with(span));
  }

  private static void end(OpenRun run, OnboardingEvent.StepEnded step) {
    String status = step.outcome().status();
    Context context = run.steps().remove(step.id());
    if (context == null) {
      // It was skipped or undone, which has no start.
      Attributes attributes =
          Keys.of(step.id())
              .put(Keys.ACTION, step.action().word())
              .put(Keys.OUTCOME, status)
              .build();
      run.span(null).addEvent("onboard4j.step", attributes);
      return;
    }
    Span span = Span.fromContext(context).setAttribute(Keys.OUTCOME, status);
    if (step.outcome() instanceof Outcome.Failed failed) {
      Failure.record(span, failed.error());
    } else if (step.outcome() instanceof Outcome.Unknown unknown) {
      Failure.record(span, unknown.error());
    }
    span.end();
  }

  private void ended(OpenRun run, OnboardingEvent event) {
    if (event instanceof OnboardingEvent.PlanEnded plan) {
      run.span(null).setAttribute(Keys.FINGERPRINT, plan.plan().fingerprint());
      end(event, "success", null);
    } else if (event instanceof OnboardingEvent.PlanFailed failed) {
      end(event, "failed", failed.error());
    } else if (event instanceof OnboardingEvent.ApplyRefused refused) {
      end(event, "refused", refused.error());
    } else if (event instanceof OnboardingEvent.ApplyEnded apply) {
      OnboardingResult result = apply.result();
      end(
          event,
          result.succeeded() ? "success" : "failed",
          result.succeeded() ? null : ApplyFailedException.of(result));
    }
  }

  private void end(OnboardingEvent event, String outcome, @Nullable Throwable error) {
    OpenRun run = open.remove(RunKey.of(event.origin()));
    if (run == null) {
      return;
    }
    Span span = Span.fromContext(run.context()).setAttribute(Keys.OUTCOME, outcome);
    if (error != null) {
      Failure.record(span, error);
    }
    run.end();
  }

  /** The ids of runs may come from the embedder, who may name the runs of two clusters alike. */
  private record RunKey(String run, URI cluster) {
    static RunKey of(Origin origin) {
      return new RunKey(origin.run(), origin.cluster());
    }
  }

  /** A run in progress: its context, those of its steps in progress, and that of its undo. */
  private record OpenRun(
      Context context, Map<ResourceId, Context> steps, AtomicReference<@Nullable Context> undo) {
    OpenRun(Context context) {
      this(context, new ConcurrentHashMap<>(), new AtomicReference<>());
    }

    Context context(@Nullable ResourceId resource) {
      Context step = resource == null ? null : steps.get(resource);
      return step == null ? Objects.requireNonNullElse(undo.get(), context) : step;
    }

    Span span(@Nullable ResourceId resource) {
      return Span.fromContext(context(resource));
    }

    void end() {
      steps.values().forEach(step -> Span.fromContext(step).end());
      Context undone = undo.get();
      if (undone != null) {
        Span.fromContext(undone).end();
      }
      Span.fromContext(context).end();
    }
  }
}
