package dev.onboard4j.micrometer;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.run.OutgoingRequest;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The meters by name, description and tags. Immutable. */
record Meters(MeterRegistry registry, Tags common) {
  Timer.Sample start() {
    return Timer.start(registry);
  }

  LongTaskTimer activeRuns(URI cluster, String verb) {
    return LongTaskTimer.builder("onboard4j.runs.active")
        .description("The runs in progress")
        .tags(provider(cluster).and("verb", verb))
        .register(registry);
  }

  Timer runs(URI cluster, String verb, RunOutcome outcome) {
    return timer(
        "onboard4j.runs",
        "The duration of each run",
        provider(cluster)
            .and("verb", verb, "outcome", outcome.outcome(), "error", outcome.error()));
  }

  Timer steps(URI cluster, ResourceId id, Action action, String outcome) {
    return timer(
        "onboard4j.steps",
        "The duration of each step of an apply",
        provider(cluster).and("type", id.type(), "action", action.word(), "outcome", outcome));
  }

  Timer requests(OutgoingRequest request, String outcome) {
    return timer(
        "onboard4j.requests",
        "The duration of each attempt to send a request",
        request(request.cluster(), request.request())
            .and("effect", request.effect().name().toLowerCase(Locale.ROOT), "outcome", outcome));
  }

  Timer retries(URI cluster, ApiRequest request) {
    return timer(
        "onboard4j.retries",
        "The pause before each further attempt at a request",
        request(cluster, request));
  }

  Timer waits(URI cluster, @Nullable ResourceId resource) {
    return timer(
        "onboard4j.waits",
        "The pause before each further look for an effect",
        provider(cluster).and("type", resource == null ? "none" : resource.type()));
  }

  private Timer timer(String name, String description, Tags tags) {
    return Timer.builder(name).description(description).tags(tags).register(registry);
  }

  private Tags request(URI cluster, ApiRequest request) {
    return provider(cluster).and("api", request.api(), "operation", request.operation());
  }

  /** The scheme of a cluster's URI is the id of its provider. */
  private Tags provider(URI cluster) {
    return common.and("provider", String.valueOf(cluster.getScheme()));
  }
}
