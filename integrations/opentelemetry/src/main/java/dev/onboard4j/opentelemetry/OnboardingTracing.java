package dev.onboard4j.opentelemetry;

import dev.onboard4j.Onboarding;
import dev.onboard4j.run.OnboardingEvent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/**
 * Traces the runs, steps and requests of an {@link Onboarding} with OpenTelemetry.
 *
 * <pre>{@code
 * Onboarding traced = OnboardingTracing.of(openTelemetry).observe(onboarding);
 * }</pre>
 *
 * <p>A run has a span, such as {@code onboard4j apply}. Its parent is the span that is current when
 * {@code plan}, {@code apply} or {@code start} is called. Each step of an apply has a span below
 * it, such as {@code create iam-role}; each attempt to send a request has a span below its step, or
 * below the run while there is no step, such as {@code iam:CreateRole}. The span of a request is
 * current while the request is sent, so that the spans of an instrumented HTTP client are below it.
 * The removals after a failure ({@code OnFailure.UNDO}) have a span {@code undo} below the run,
 * with their requests below it.
 *
 * <p>Each span has the attributes {@code onboard4j.run} and {@code onboard4j.cluster}. Retries and
 * waits are events of the step, the undo or the run ({@code onboard4j.retry}, {@code
 * onboard4j.wait}). Steps that were skipped are events of the run, those that were undone are
 * events of the undo ({@code onboard4j.step}).
 *
 * <p>What failed has the status ERROR, the attribute {@code error.type} and an event {@code
 * exception}. These contain the category and the message of an {@code OnboardingException}; of any
 * other exception they contain the class name only, and no stack trace, as its message may contain
 * a secret.
 *
 * <p>Immutable and thread-safe. A tracer that throws does not change a run. A run that ended leaves
 * nothing behind, however it ended. Runs in progress are told apart by id and cluster: see {@link
 * Onboarding#runIds}.
 */
public final class OnboardingTracing {
  private final Tracer tracer;

  private OnboardingTracing(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Traces with the tracer {@code dev.onboard4j}. */
  public static OnboardingTracing of(OpenTelemetry openTelemetry) {
    return new OnboardingTracing(openTelemetry.getTracer("dev.onboard4j"));
  }

  /** Returns a copy of the onboarding that traces its runs; a second call traces twice. */
  public Onboarding observe(Onboarding onboarding) {
    return observe(onboarding, spans());
  }

  RunSpans spans() {
    return new RunSpans(tracer);
  }

  /** For tests, which ask for the spans that are still open. */
  Onboarding observe(Onboarding onboarding, RunSpans spans) {
    return onboarding
        .on(OnboardingEvent.class, spans)
        .around(new RequestSpans(tracer, spans))
        .taskDecorator(task -> Context.current().wrap(task));
  }
}
