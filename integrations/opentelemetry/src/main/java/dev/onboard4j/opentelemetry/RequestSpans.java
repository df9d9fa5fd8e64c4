package dev.onboard4j.opentelemetry;

import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces each attempt to send a request. Thread-safe. */
final class RequestSpans implements RequestInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(OnboardingTracing.class);

  private final Tracer tracer;
  private final RunSpans runs;

  RequestSpans(Tracer tracer, RunSpans runs) {
    this.tracer = tracer;
    this.runs = runs;
  }

  @Override
  public <T> T send(OutgoingRequest request, Supplier<T> send) {
    Context parent = runs.parent(request);
    Span span = started(request, parent);
    Scope current = parent.with(span).makeCurrent();
    try {
      return send.get();
    } catch (Throwable e) {
      quietly(request, () -> Failure.record(span, e));
      throw e;
    } finally {
      current.close();
      quietly(request, span::end);
    }
  }

  private Span started(OutgoingRequest request, Context parent) {
    try {
      return tracer
          .spanBuilder(request.request().toString())
          .setParent(parent)
          .setSpanKind(SpanKind.CLIENT)
          .setAllAttributes(Keys.of(request.run(), request.cluster()).build())
          .setAllAttributes(Keys.of(request.resource()).build())
          .setAllAttributes(Keys.of(request.request()))
          .setAttribute(Keys.EFFECT, request.effect().name().toLowerCase(Locale.ROOT))
          .setAttribute(Keys.ATTEMPT, (long) request.attempt())
          .startSpan();
    } catch (Throwable e) {
      untraced(request, e);
      return Span.getInvalid();
    }
  }

  /** An exception here would make the engine take the reply for lost. */
  private static void quietly(OutgoingRequest request, Runnable tracing) {
    try {
      tracing.run();
    } catch (Throwable e) {
      untraced(request, e);
    }
  }

  private static void untraced(OutgoingRequest request, Throwable e) {
    LOG.warn("{} was not traced: {}", request.request(), e.getClass().getName());
  }
}
