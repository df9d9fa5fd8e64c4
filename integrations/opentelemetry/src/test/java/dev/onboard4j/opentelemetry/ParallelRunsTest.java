package dev.onboard4j.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.eks.EksCluster;
import dev.onboard4j.run.OnboardingResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that share one traced onboarding, a pool and an embedded AWS. */
final class ParallelRunsTest {
  private static final int CLUSTERS = 12;

  private final Traces traces = new Traces();
  private final OnboardingTracing tracing = OnboardingTracing.of(traces.openTelemetry());
  private final RunSpans spans = tracing.spans();
  private final Map<String, String> jobs = new TreeMap<>();

  /** The second one names all runs alike: they are still told apart by their clusters. */
  @ParameterizedTest
  @ValueSource(strings = {"", "one-id-for-all"})
  void eachSpanIsBelowTheRunOfItsCluster(String id) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try (AwsWorld world = AwsWorld.start()) {
      List<Future<OnboardingResult>> running = new ArrayList<>();
      for (int i = 0; i < CLUSTERS; i++) {
        String name = "fleet-" + i;
        EksCluster cluster = world.cluster(name);
        Onboarding onboarding = world.onboarding(name).executor(pool);
        Onboarding named = id.isEmpty() ? onboarding : onboarding.runIds(() -> id);
        running.add(pool.submit(job(tracing.observe(named, spans), cluster)));
      }
      for (Future<OnboardingResult> one : running) {
        assertThat(one.get().succeeded()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(spans.open()).isZero();
    assertThat(traces.unended()).isZero();
    assertThat(traces.named("onboard4j apply")).hasSize(CLUSTERS);
    noParentIsMixedUp();
  }

  private Callable<OnboardingResult> job(Onboarding observed, EksCluster cluster) {
    Span job = traces.openTelemetry().getTracer("test").spanBuilder("job").startSpan();
    jobs.put(cluster.uri().toString(), job.getSpanContext().getTraceId());
    return () -> {
      Scope scope = job.makeCurrent();
      try {
        ApplicablePlan planned = observed.plan(cluster);
        return planned.apply();
      } finally {
        scope.close();
        job.end();
      }
    };
  }

  private void noParentIsMixedUp() {
    Map<String, SpanData> byId = traces.byId();
    List<SpanData> ours =
        traces.all().stream().filter(span -> !span.getName().equals("job")).toList();
    assertThat(ours).hasSizeGreaterThan(CLUSTERS * 50);
    for (SpanData span : ours) {
      String cluster = Traces.text(span, "onboard4j.cluster");
      assertThat(span.getTraceId()).isEqualTo(jobs.get(cluster));
      SpanData parent = byId.get(span.getParentSpanId());
      boolean run = span.getName().startsWith("onboard4j ");
      assertThat(Traces.text(parent, "onboard4j.cluster")).isEqualTo(run ? null : cluster);
      assertThat(Traces.text(parent, "onboard4j.run"))
          .isEqualTo(run ? null : Traces.text(span, "onboard4j.run"));
    }
  }
}
