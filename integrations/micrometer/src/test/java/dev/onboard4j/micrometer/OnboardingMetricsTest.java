package dev.onboard4j.micrometer;

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
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.Lifeline;
import dev.onboard4j.testkit.cloud.Fault;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads after runs on an embedded AWS. */
final class OnboardingMetricsTest {
  private static final String RUNS = "onboard4j_runs_seconds_count";
  private static final String STEPS = "onboard4j_steps_seconds_count";
  private static final String REQUESTS = "onboard4j_requests_seconds_count";
  private static final String RETRIES = "onboard4j_retries_seconds_count";
  private static final String ACTIVE = "onboard4j_runs_active_seconds_count";

  private final AwsWorld world = AwsWorld.start();
  private final EksCluster cluster = world.cluster("prod");
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final OnboardingMetrics metrics = OnboardingMetrics.of(registry);
  private final EventMeter events = new EventMeter(metrics.meters());

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(events.active()).isZero();
    assertThat(scraped().count(ACTIVE)).isZero();
    world.close();
    registry.close();
  }

  private Onboarding observed() {
    return metrics.observe(world.onboarding(), events);
  }

  private Scrape scraped() {
    return Scrape.of(registry);
  }

  @Test
  void everyRequestThatArrivesIsCountedUnderItsName() {
    metrics.observe(world.onboarding()).plan(cluster).apply();
    assertThat(scraped().counts(REQUESTS, tags -> tags.get("api") + ":" + tags.get("operation")))
        .isEqualTo(world.arrived())
        .containsKeys("iam:CreateRole", "eks:DescribeCluster", "ec2:CreateSecurityGroup");
  }

  @Test
  void runsAndStepsAreTimedWithTheirOutcome() {
    ApplicablePlan planned = observed().plan(cluster);
    long writes = planned.plan().changes().stream().filter(one -> one.action().writes()).count();
    planned.apply();
    observed().planRemoval(cluster).apply();
    observed().drift(cluster);
    assertThat(scraped().counts(RUNS, tags -> tags.get("verb") + " " + tags.get("outcome")))
        .containsOnlyKeys(
            "plan success",
            "apply success",
            "plan-removal success",
            "remove success",
            "drift success")
        .containsValues(1L);
    assertThat(scraped().count(STEPS, "action", "create", "outcome", "success")).isEqualTo(writes);
    assertThat(scraped().count(STEPS, "type", "instance-profile", "action", "delete")).isEqualTo(1);
    assertThat(scraped().sum("onboard4j_runs_seconds_sum", "verb", "apply")).isPositive();
    assertThat(scraped().sum("onboard4j_steps_seconds_sum", "type", "instance-profile"))
        .isPositive();
  }

  @Test
  void aThrottledRequestIsCountedWithItsRetries() {
    ApplicablePlan planned = observed().plan(cluster);
    world.fails("iam:CreateInstanceProfile", 1, Fault.Kind.THROTTLE);
    world.fails("iam:CreateInstanceProfile", 1, Fault.Kind.THROTTLE);
    planned.apply();
    assertThat(scraped().counts(REQUESTS, OnboardingMetricsTest::creations))
        .containsEntry("CreateInstanceProfile write transient", 2L)
        .containsEntry("CreateInstanceProfile write success", 1L);
    assertThat(scraped().count(RETRIES, "api", "iam", "operation", "CreateInstanceProfile"))
        .isEqualTo(2);
    assertThat(scraped().count(RETRIES)).isEqualTo(2);
    assertThat(scraped().sum("onboard4j_retries_seconds_sum")).isGreaterThan(0.25);
  }

  private static String creations(Map<String, String> tags) {
    return tags.get("operation") + " " + tags.get("effect") + " " + tags.get("outcome");
  }

  @Test
  void aLostReplyIsAnUnknownOutcomeOfTheRequestAndASuccessOfItsStep() {
    ApplicablePlan planned = observed().plan(cluster);
    world.fails("iam:CreateInstanceProfile", 1, Fault.Kind.RESET_AFTER);
    planned.apply();
    assertThat(
            scraped()
                .count(
                    REQUESTS, "operation", "CreateInstanceProfile", "outcome", "unknown_outcome"))
        .isEqualTo(1);
    assertThat(scraped().count(STEPS, "type", "instance-profile", "outcome", "success"))
        .isEqualTo(1);
    assertThat(scraped().count(RUNS, "verb", "apply", "outcome", "success")).isEqualTo(1);
  }

  @Test
  void aRefusedPlanIsARunWithoutSteps() {
    String role = role(world.onboarding().plan(cluster));
    world.role(role);
    ApplicablePlan planned = observed().plan(cluster);
    assertThatThrownBy(planned::apply).isInstanceOf(OnboardingException.class);
    assertThat(scraped().count(RUNS, "verb", "apply", "outcome", "refused", "error", "conflict"))
        .isEqualTo(1);
    assertThat(scraped().count(STEPS)).isZero();
  }

  private static String role(ApplicablePlan planned) {
    return planned.plan().changes().stream()
        .map(Change::id)
        .filter(id -> id.type().equals("iam-role"))
        .findFirst()
        .orElseThrow()
        .name();
  }

  @Test
  void aPlanningThatFailsIsCountedWithItsCategory() {
    EksCluster absent = EksCluster.of("123456789012", "eu-west-1", "absent");
    assertThatThrownBy(() -> observed().plan(absent)).isInstanceOf(OnboardingException.class);
    assertThat(scraped().counts(RUNS, tags -> tags.get("verb") + " " + tags.get("outcome")))
        .containsOnlyKeys("plan failed");
    assertThat(scraped().count(RUNS, "error", "none")).isZero();
  }

  @Test
  void aCancelledRunEndsWithSkippedSteps() {
    Cancellation wish = new Cancellation();
    Onboarding onboarding =
        observed()
            .cancellation(wish)
            .on(
                OnboardingEvent.WriteSent.class,
                write -> {
                  assertThat(scraped().count(ACTIVE, "verb", "apply")).isEqualTo(1);
                  wish.cancel();
                });
    OnboardingResult result = onboarding.plan(cluster).attempt();
    long skipped =
        result.outcomes().values().stream().filter(Outcome.Skipped.class::isInstance).count();
    assertThat(scraped().count(RUNS, "verb", "apply", "outcome", "failed", "error", "transient"))
        .isEqualTo(1);
    assertThat(scraped().count(STEPS, "outcome", "skipped")).isEqualTo(skipped).isPositive();
    assertThat(scraped().sum("onboard4j_steps_seconds_sum", "outcome", "skipped")).isZero();
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void anUndoneStepIsCounted() {
    ApplicablePlan planned = observed().onFailure(OnFailure.UNDO).plan(cluster);
    world.fails("iam:CreateInstanceProfile", 1, Fault.Kind.DENY);
    OnboardingResult result = planned.attempt();
    assertThat(scraped().count(STEPS, "action", "delete", "outcome", "undone"))
        .isEqualTo(result.undo().removed().size())
        .isPositive();
    assertThat(scraped().count(STEPS, "outcome", "permission")).isEqualTo(1);
  }

  @Test
  void aRunThatDiesAtAnyMomentIsCounted() {
    for (Lifeline.Moment moment : Lifeline.Moment.values()) {
      ApplicablePlan planned = observed().plan(cluster);
      try {
        observed().around(Lifeline.endingAt(25, moment)).read(planned.plan().toJson()).attempt();
      } catch (OnboardingException e) {
        assertThat(e.category()).isNotNull();
      }
    }
    assertThat(scraped().count(RUNS, "verb", "apply")).isEqualTo(Lifeline.Moment.values().length);
  }

  @Test
  void manyClustersAtOnceAddUpInTheSeriesOfOne() throws Exception {
    observed().plan(cluster).apply();
    long series = scraped().samples().size();
    int clusters = 12;
    ExecutorService fleet = Executors.newFixedThreadPool(6);
    try {
      List<Future<OnboardingResult>> running = new ArrayList<>();
      for (int i = 0; i < clusters; i++) {
        String name = "fleet-" + i;
        EksCluster one = world.cluster(name);
        Onboarding onboarding = metrics.observe(world.onboarding(name), events);
        running.add(fleet.submit(() -> onboarding.plan(one).apply()));
      }
      for (Future<OnboardingResult> one : running) {
        assertThat(one.get().succeeded()).isTrue();
      }
    } finally {
      fleet.shutdown();
    }
    Scrape scraped = scraped();
    assertThat(scraped.count(RUNS, "verb", "apply", "outcome", "success")).isEqualTo(1 + clusters);
    assertThat(scraped.count(REQUESTS, "operation", "CreateInstanceProfile", "outcome", "success"))
        .isEqualTo(1 + clusters);
    // Clusters of one account share a policy: a few requests and steps may end in another way.
    assertThat(scraped.samples()).hasSizeLessThan((int) series + 30);
    assertThat(scraped.text()).doesNotContain("fleet-", "eks://");
  }

  @Test
  void anEmbeddersTagsAreOnEachMeter() {
    OnboardingMetrics.of(registry)
        .tags("tenant", "a")
        .observe(world.onboarding())
        .plan(cluster)
        .apply();
    assertThat(scraped().samples())
        .isNotEmpty()
        .allSatisfy(sample -> assertThat(sample.tags()).containsEntry("tenant", "a"));
  }

  @Test
  void aRegistryWhoseClockThrowsChangesNoRun() {
    MeterRegistry broken = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new BrokenClock());
    Onboarding measured = OnboardingMetrics.of(broken).observe(world.onboarding());
    assertThat(measured.plan(cluster).apply().succeeded()).isTrue();
  }

  private static final class BrokenClock implements Clock {
    @Override
    public long wallTime() {
      return 0;
    }

    @Override
    public long monotonicTime() {
      throw new IllegalStateException("no time");
    }
  }

  @Test
  void aRegistryThatThrowsChangesNoRun() {
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public MeterFilterReply accept(Meter.Id id) {
                if (id.getName().startsWith("onboard4j.runs")) {
                  return MeterFilterReply.NEUTRAL;
                }
                throw new IllegalStateException(id.getName());
              }
            });
    OnboardingResult result = observed().plan(cluster).apply();
    assertThat(result.succeeded()).isTrue();
    assertThat(result.warnings())
        .containsExactly("a listener of OnboardingEvent threw java.lang.IllegalStateException");
    assertThat(scraped().count(RUNS, "verb", "apply", "outcome", "success")).isEqualTo(1);
  }
}
