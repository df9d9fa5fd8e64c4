package dev.onboard4j.opentelemetry;

import dev.onboard4j.model.OnboardingException;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Locale;

/** Records a failure without the words of others, which may contain a secret. */
final class Failure {
  private Failure() {}

  /** Not {@link Span#recordException}: a stack trace has the messages of all causes. */
  static void record(Span span, Throwable e) {
    AttributesBuilder event = Attributes.builder().put(Keys.EXCEPTION_TYPE, e.getClass().getName());
    if (e instanceof OnboardingException ours) {
      String words = String.valueOf(ours.getMessage());
      span.setStatus(StatusCode.ERROR, words);
      span.setAttribute(Keys.ERROR_TYPE, ours.category().name().toLowerCase(Locale.ROOT));
      event.put(Keys.EXCEPTION_MESSAGE, words);
    } else {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(Keys.ERROR_TYPE, e.getClass().getName());
    }
    span.addEvent("exception", event.build());
  }
}
