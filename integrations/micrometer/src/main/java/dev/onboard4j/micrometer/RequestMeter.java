package dev.onboard4j.micrometer;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import io.micrometer.core.instrument.Timer;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures each attempt to send a request. Thread-safe. */
final class RequestMeter implements RequestInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(OnboardingMetrics.class);

  private final Meters meters;

  RequestMeter(Meters meters) {
    this.meters = meters;
  }

  @Override
  public <T> T send(OutgoingRequest request, Supplier<T> send) {
    Optional<Timer.Sample> sample = started(request);
    String outcome = "unforeseen";
    try {
      T reply = send.get();
      outcome = RunOutcome.SUCCESS;
      return reply;
    } catch (OnboardingException e) {
      outcome = RunOutcome.of(e);
      throw e;
    } finally {
      String ended = outcome;
      sample.ifPresent(one -> stop(one, request, ended));
    }
  }

  private Optional<Timer.Sample> started(OutgoingRequest request) {
    try {
      return Optional.of(meters.start());
    } catch (Throwable e) {
      unmeasured(request, e);
      return Optional.empty();
    }
  }

  /** An exception here would make the engine take the reply for lost. */
  private void stop(Timer.Sample sample, OutgoingRequest request, String outcome) {
    try {
      sample.stop(meters.requests(request, outcome));
    } catch (Throwable e) {
      unmeasured(request, e);
    }
  }

  private static void unmeasured(OutgoingRequest request, Throwable e) {
    LOG.warn("{} was not measured: {}", request.request(), e.getClass().getName());
  }
}
