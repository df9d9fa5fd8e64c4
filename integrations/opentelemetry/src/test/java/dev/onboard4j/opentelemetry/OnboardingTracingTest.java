package dev.onboard4j.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.eks.EksCluster;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.plan.Change;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.testkit.Lifeline;
import dev.onboard4j.testkit.cloud.Fault;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The spans that are exported of runs on an embedded AWS. */
final class OnboardingTracingTest {
  private static final String CREATE = "iam:CreateInstanceProfile";
  private static final String STEP = "create instance-profile";

  private final AwsWorld world = AwsWorld.start();
  private final EksCluster cluster = world.cluster("prod");
  private final Traces traces = new Traces();
  private final OnboardingTracing tracing = OnboardingTracing.of(traces.openTelemetry());
  private final RunSpans spans = tracing.spans();

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(spans.open()).isZero();
    assertThat(traces.unended()).isZero();
    assertThat(Span.current()).isEqualTo(Span.getInvalid());
    world.close();
    traces.stop();
  }

  private Onboarding observed() {
    return tracing.observe(world.onboarding(), spans);
  }

  private static String text(SpanData span, String key) {
    return Traces.text(span, key);
  }

  @Test
  void everyRequestThatArrivesHasASpanOfItsName() {
    tracing.observe(world.onboarding()).plan(cluster).apply();
    assertThat(Traces.names(traces.requests())).isEqualTo(world.arrived());
  }

  @Test
  void aStepIsBelowItsRunAndAWriteBelowItsStep() {
    observed().plan(cluster).apply();
    SpanData run = traces.one("onboard4j apply");
    SpanData step = traces.one(STEP);
    SpanData request = traces.one(CREATE);
    assertThat(step.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(request.getParentSpanId()).isEqualTo(step.getSpanId());
    assertThat(text(request, "onboard4j.resource")).isEqualTo(text(step, "onboard4j.resource"));
    assertThat(text(request, "onboard4j.effect")).isEqualTo("write");
    assertThat(text(step, "onboard4j.outcome")).isEqualTo("done");
    assertThat(text(run, "onboard4j.outcome")).isEqualTo("success");
    assertThat(traces.all())
        .allSatisfy(
            span -> {
              assertThat(text(span, "onboard4j.cluster")).isEqualTo(cluster.uri().toString());
              assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            });
  }

  @Test
  void everyWriteIsBelowTheStepOfItsResource() {
    observed().plan(cluster).apply();
    observed().planRemoval(cluster).apply();
    assertThat(traces.requests())
        .filteredOn(span -> "write".equals(text(span, "onboard4j.effect")))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            span ->
                assertThat(text(traces.parent(span), "onboard4j.resource"))
                    .isEqualTo(text(span, "onboard4j.resource")));
    assertThat(traces.all()).extracting(SpanData::getName).contains("delete iam-role");
  }

  @Test
  void aReadOfAPlanIsBelowThePlan() {
    ApplicablePlan planned = observed().plan(cluster);
    SpanData run = traces.one("onboard4j plan");
    assertThat(traces.requests())
        .isNotEmpty()
        .allMatch(span -> span.getParentSpanId().equals(run.getSpanId()));
    assertThat(text(run, "onboard4j.fingerprint")).isEqualTo(planned.plan().fingerprint());
    observed().drift(cluster);
    observed().planRemoval(cluster);
    assertThat(traces.all())
        .extracting(SpanData::getName)
        .contains("onboard4j drift", "onboard4j plan-removal");
  }

  @Test
  void theCurrentSpanOfTheCallerIsTheParentOfTheRun() {
    ApplicablePlan planned = observed().plan(cluster);
    Span caller = traces.openTelemetry().getTracer("caller").spanBuilder("job").startSpan();
    Scope scope = caller.makeCurrent();
    try {
      planned.start().result();
      planned.attempt();
    } finally {
      scope.close();
      caller.end();
    }
    assertThat(traces.one("onboard4j plan").getParentSpanContext().isValid()).isFalse();
    assertThat(traces.named("onboard4j apply"))
        .hasSize(2)
        .allMatch(run -> run.getParentSpanId().equals(caller.getSpanContext().getSpanId()));
  }

  @Test
  void theSpanOfARequestIsCurrentWhileItIsSent() {
    Set<String> current = ConcurrentHashMap.newKeySet();
    RequestInterceptor client =
        new RequestInterceptor() {
          @Override
          public <T> T send(OutgoingRequest request, Supplier<T> send) {
            current.add(Span.current().getSpanContext().getSpanId());
            return send.get();
          }
        };
    tracing.observe(world.onboarding().around(client), spans).plan(cluster).apply();
    assertThat(current)
        .containsExactlyInAnyOrderElementsOf(
            traces.requests().stream().map(SpanData::getSpanId).toList());
  }

  @Test
  void eachAttemptHasASpanAndTheStepTellsTheRetries() {
    ApplicablePlan planned = observed().plan(cluster);
    world.fails(CREATE, 1, Fault.Kind.THROTTLE);
    world.fails(CREATE, 1, Fault.Kind.THROTTLE);
    planned.apply();
    List<SpanData> attempts = traces.named(CREATE);
    assertThat(attempts)
        .extracting(span -> span.getAttributes().get(AttributeKey.longKey("onboard4j.attempt")))
        .containsExactly(1L, 2L, 3L);
    assertThat(attempts)
        .extracting(span -> text(span, "error.type"))
        .containsExactly("transient", "transient", null);
    assertThat(traces.one(STEP).getEvents())
        .extracting(EventData::getName)
        .containsExactly("onboard4j.retry", "onboard4j.retry");
  }

  @Test
  void aLostReplyIsAnErrorOfItsRequestAndNotOfItsStep() {
    ApplicablePlan planned = observed().plan(cluster);
    world.fails(CREATE, 1, Fault.Kind.RESET_AFTER);
    planned.apply();
    SpanData request = traces.one(CREATE);
    assertThat(text(request, "error.type")).isEqualTo("unknown_outcome");
    assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(traces.one(STEP).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void aFailedStepIsAnErrorOfItsRun() {
    ApplicablePlan planned = observed().onFailure(OnFailure.UNDO).plan(cluster);
    world.fails(CREATE, 1, Fault.Kind.DENY);
    OnboardingResult result = planned.attempt();
    assertThat(text(traces.one(STEP), "onboard4j.outcome")).isEqualTo("failed");
    assertThat(text(traces.one(STEP), "error.type")).isEqualTo("permission");
    SpanData run = traces.one("onboard4j apply");
    assertThat(text(run, "onboard4j.outcome")).isEqualTo("failed");
    assertThat(text(run, "error.type")).isEqualTo("permission");
    SpanData undo = traces.one("undo");
    assertThat(undo.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(undo.getEvents())
        .filteredOn(event -> "undone".equals(outcome(event)))
        .hasSameSizeAs(result.undo().removed())
        .isNotEmpty();
    assertThat(traces.requests())
        .filteredOn(request -> request.getName().startsWith("iam:Delete"))
        .isNotEmpty()
        .allMatch(request -> request.getParentSpanId().equals(undo.getSpanId()));
  }

  private static String outcome(EventData event) {
    return event.getAttributes().get(AttributeKey.stringKey("onboard4j.outcome"));
  }

  @Test
  void aRefusedPlanIsARunWithAnErrorAndWithoutSteps() {
    String role =
        world.onboarding().plan(cluster).plan().changes().stream()
            .map(Change::id)
            .filter(id -> id.type().equals("iam-role"))
            .findFirst()
            .orElseThrow()
            .name();
    world.role(role);
    ApplicablePlan planned = observed().plan(cluster);
    assertThatThrownBy(planned::apply).isInstanceOf(OnboardingException.class);
    SpanData run = traces.one("onboard4j apply");
    assertThat(text(run, "onboard4j.outcome")).isEqualTo("refused");
    assertThat(text(run, "error.type")).isEqualTo("conflict");
    assertThat(run.getEvents()).extracting(EventData::getName).containsExactly("exception");
    assertThat(traces.all()).noneMatch(span -> span.getName().startsWith("create "));
  }

  @Test
  void aPlanningThatFailsIsAnError() {
    EksCluster absent = EksCluster.of("123456789012", "eu-west-1", "absent");
    assertThatThrownBy(() -> observed().plan(absent)).isInstanceOf(OnboardingException.class);
    assertThat(traces.one("onboard4j plan").getStatus().getDescription()).contains("absent");
  }

  @Test
  void theSkippedStepsOfACancelledRunAreEventsOfTheRun() {
    Cancellation wish = new Cancellation();
    OnboardingResult result =
        observed()
            .cancellation(wish)
            .on(OnboardingEvent.WriteSent.class, write -> wish.cancel())
            .plan(cluster)
            .attempt();
    long skipped =
        result.outcomes().values().stream()
            .filter(outcome -> outcome.status().equals("skipped"))
            .count();
    SpanData run = traces.one("onboard4j apply");
    assertThat(run.getEvents())
        .filteredOn(event -> "skipped".equals(outcome(event)))
        .hasSize((int) skipped)
        .isNotEmpty();
    assertThat(text(run, "error.type")).isEqualTo("transient");
  }

  @Test
  void aRunThatDiesAtAnyRequestEndsItsSpans() {
    String plan = world.onboarding().plan(cluster).plan().toJson();
    int deaths = 0;
    for (int request = 1; request < 60; request += 7) {
      for (Lifeline.Moment moment : Lifeline.Moment.values()) {
        Onboarding mortal = observed().around(Lifeline.endingAt(request, moment));
        try {
          mortal.read(plan).attempt();
        } catch (OnboardingException refused) {
          assertThat(refused.category()).isNotNull();
        }
        deaths++;
        assertThat(traces.unended()).isZero();
        assertThat(spans.open()).isZero();
      }
    }
    assertThat(traces.named("onboard4j apply")).hasSize(deaths);
  }
}
