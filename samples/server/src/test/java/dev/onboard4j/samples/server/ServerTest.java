package dev.onboard4j.samples.server;

import static dev.onboard4j.samples.server.CloudTenants.ON_AKS;
import static dev.onboard4j.samples.server.CloudTenants.ON_EKS;
import static dev.onboard4j.samples.server.CloudTenants.ON_GKE;
import static dev.onboard4j.samples.server.CloudTenants.PLAN_ON_EKS;
import static dev.onboard4j.samples.server.CloudTenants.PLAN_ON_GKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onboard4j.testkit.cloud.Fault;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ServerTest {
  /** Every attempt at this request fails, so a run stays in the middle until it is cancelled. */
  private static final String MIDDLE = "iam:AttachRolePolicy";

  private CloudTenants world;

  @BeforeEach
  void start() {
    world = CloudTenants.start();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aRunIsCancelledInTheMiddleWhileAnotherTenantOnboardsAndGoesOnLater() {
    String onEks = inTheMiddle();
    String onGke = world.started(ON_GKE, PLAN_ON_GKE);
    assertSucceeded(ended(onGke));
    assertThat(world.get(onEks).is("ended")).isFalse();

    assertThat(world.delete(onEks).status()).isEqualTo(202);
    Reply cancelled = ended(onEks);
    List<String> outcomes = cancelled.body().at("/result/outcomes").findValuesAsText("status");
    assertThat(outcomes).contains("done", "skipped").doesNotContain("unknown");

    world.aws().faults().clear();
    Reply plan = world.post(ON_EKS + "/plans", PLAN_ON_EKS);
    assertThat(plan.body().at("/plan/changes").findValuesAsText("action"))
        .containsSubsequence("keep", "create");
    Reply again =
        ended(ON_EKS + "/runs/" + world.apply(ON_EKS, plan.text("fingerprint")).text("run"));
    assertSucceeded(again);
    assertThat(world.post(ON_EKS + "/plans", PLAN_ON_EKS).is("hasChanges")).isFalse();
  }

  @Test
  void aTenantOnAzureOnboards() {
    assertSucceeded(ended(world.started(ON_AKS, PLAN_ON_EKS)));
    assertThat(world.post(ON_AKS + "/plans", PLAN_ON_EKS).is("hasChanges")).isFalse();
  }

  @Test
  void eventsAreToldApartByRunAndCluster() {
    String onEks = inTheMiddle();
    CompletableFuture<List<JsonNode>> followed = world.events(onEks, -1);
    String onGke = world.started(ON_GKE, PLAN_ON_GKE);
    ended(onGke);
    world.delete(onEks);

    assertOfOneRun(followed.join(), onEks, "eks://123456789012/eu-west-1/prod");
    assertOfOneRun(world.events(onGke, -1).join(), onGke, "gke://my-project/europe-west4/prod");
    assertThat(followed.join())
        .extracting(event -> event.path("event").asText())
        .contains("retrying");
  }

  @Test
  void aClientThatComesBackReceivesWhatItMissed() {
    String run = world.started(ON_GKE, PLAN_ON_GKE);
    ended(run);
    List<JsonNode> all = world.events(run, -1).join();
    assertThat(world.events(run, 4).join()).isEqualTo(all.subList(5, all.size()));
    assertThat(world.events(run, all.size()).join()).isEmpty();
  }

  @Test
  void followersHoldNoThreadOfTheWebServer() {
    String run = inTheMiddle();
    List<HttpResponse<Stream<String>>> followers =
        IntStream.range(0, 2 * CloudTenants.WEB_THREADS)
            .mapToObj(i -> world.follow(run, -1).join())
            .toList();
    assertThat(world.get(run).is("ended")).isFalse();
    world.delete(run);
    assertThat(followers)
        .allSatisfy(
            follower ->
                assertThat(CloudTenants.data(follower.body()))
                    .last()
                    .extracting(event -> event.path("event").asText())
                    .isEqualTo("apply-ended"));
  }

  @Test
  void aRunHasItsProgressAndALocation() {
    String run = inTheMiddle();
    Reply status = world.get(run);
    assertThat(status.text("phase")).isEqualTo("WRITE");
    assertThat(status.body().path("done").asInt()).isPositive();
    assertThat(status.body().path("total").asInt())
        .isGreaterThan(status.body().path("done").asInt());
    assertThat(status.body().path("result").isNull()).isTrue();
  }

  @Test
  void aServerThatStopsCancelsItsRunsAndWaitsForThem() {
    String run = inTheMiddle();
    CompletableFuture<List<JsonNode>> followed = world.events(run, -1);
    Runs runs = world.server().getBean(Runs.class);
    TenantCluster cluster =
        world.server().getBean(Tenants.class).cluster("acme", "123456789012", "eu-west-1", "prod");
    Run open = runs.of(cluster, run.substring(run.lastIndexOf('/') + 1));
    world.server().close();
    assertThat(open.ended()).isTrue();
    assertThat(open.handle().result().succeeded()).isFalse();
    assertThat(followed.join())
        .last()
        .extracting(e -> e.path("event").asText())
        .isEqualTo("apply-ended");
  }

  /** Starts a run on EKS that has written something and cannot write the rest. */
  private String inTheMiddle() {
    world.aws().faults().always(MIDDLE, Fault.of(Fault.Kind.THROTTLE));
    String run = world.started(ON_EKS, PLAN_ON_EKS);
    await().until(() -> world.get(run).body().path("done").asInt() > 0 && tried());
    return run;
  }

  private boolean tried() {
    return world.aws().calls().stream().anyMatch(call -> call.name().equals(MIDDLE));
  }

  private Reply ended(String run) {
    return await().until(() -> world.get(run), reply -> reply.is("ended"));
  }

  private static void assertSucceeded(Reply run) {
    assertThat(run.body().at("/result/outcomes").findValuesAsText("status"))
        .isNotEmpty()
        .containsOnly("done");
  }

  private static void assertOfOneRun(List<JsonNode> events, String run, String cluster) {
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(run).endsWith("/" + event.path("run").asText());
              assertThat(event.path("cluster").asText()).isEqualTo(cluster);
            });
    assertThat(events)
        .extracting(event -> event.path("event").asText())
        .startsWith("apply-started")
        .endsWith("apply-ended");
  }
}
