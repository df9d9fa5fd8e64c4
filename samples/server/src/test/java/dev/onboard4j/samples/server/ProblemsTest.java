package dev.onboard4j.samples.server;

import static dev.onboard4j.samples.server.CloudTenants.ON_EKS;
import static dev.onboard4j.samples.server.CloudTenants.ON_GKE;
import static dev.onboard4j.samples.server.CloudTenants.PLAN_ON_EKS;
import static dev.onboard4j.samples.server.CloudTenants.PLAN_ON_GKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onboard4j.testkit.cloud.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProblemsTest {
  private CloudTenants world;

  @BeforeAll
  void start() {
    world = CloudTenants.start();
  }

  @AfterEach
  void clear() {
    world.aws().faults().clear();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void aWrongClusterAndAMissingSettingAreToldTogether() {
    Reply reply =
        world.post("/tenants/initech/clusters/12/nowhere/prod/plans", "{\"clusterId\": \"3b1a\"}");
    assertProblem(reply, 400);
    assertThat(reply.text("category")).isEqualTo("CALLER");
    assertThat(reply.all("problems", "path"))
        .contains("cluster.account", "cluster.region", "eks.pth", "platform.cluster-id");
    assertThat(reply.all("problems", "message"))
        .anyMatch(it -> it.contains("did you mean eks.path?"));
  }

  @Test
  void whatTheOperatorLeftOutIsAProblemWithItsKey() {
    Reply reply = world.post("/tenants/initech/clusters/123456789012/eu-west-1/prod/plans", "{}");
    assertProblem(reply, 400);
    assertThat(reply.all("problems", "path"))
        .contains("eks.pth", "platform.cluster-id", "platform.principal");
  }

  @Test
  void aClusterThatIsNotThereIsAProblemOfTheCaller() {
    Reply reply =
        world.post("/tenants/acme/clusters/123456789012/eu-west-1/absent/plans", PLAN_ON_EKS);
    assertProblem(reply, 400);
    assertThat(reply.text("detail")).contains("absent");
  }

  @Test
  void aRefusedRunNamesTheDeniedPermission() {
    world.aws().faults().always("eks:DescribeCluster", Fault.of(Fault.Kind.DENY));
    String run = world.started(ON_EKS, PLAN_ON_EKS);
    await().until(() -> world.get(run).is("ended"));
    JsonNode refusal = world.get(run).body().path("refusal");
    assertThat(refusal.path("status").asInt()).isEqualTo(403);
    assertThat(refusal.path("missing"))
        .anyMatch(one -> one.asText().startsWith("eks:DescribeCluster on "));
  }

  @Test
  void whatATenantDoesNotHaveIsNotFoundForIt() {
    String run = world.started(ON_GKE, PLAN_ON_GKE);
    String id = run.substring(run.lastIndexOf('/'));
    assertProblem(world.get("/tenants/acme/clusters/my-project/europe-west4/prod/runs" + id), 404);
    assertProblem(world.delete(ON_EKS + "/runs" + id), 404);
    assertProblem(world.get(ON_EKS + "/runs" + id + "/events"), 404);
    assertProblem(world.post("/tenants/nobody/clusters/1/2/3/plans", "{}"), 404);
  }

  @Test
  void aPlanThatIsNotTheNewestIsAConflict() {
    assertProblem(world.apply(ON_EKS, "sha256:0"), 409);
  }

  @Test
  void aPlanIsAppliedWithTheConsentsThatItsCallerSawOnly() {
    String approved = world.post(ON_GKE + "/plans", PLAN_ON_GKE).text("fingerprint");
    Reply more = world.post(ON_GKE + "/plans", "{\"allow\": [\"shared\", \"replace\"]}");
    assertThat(more.body().path("allow"))
        .extracting(JsonNode::asText)
        .containsExactly("replace", "shared");
    assertProblem(world.apply(ON_GKE, approved), 409);
    Reply joined = world.post(ON_GKE + "/plans", "{\"allow\": [\"replace7:shared\"]}");
    assertThat(joined.text("fingerprint")).isNotEqualTo(more.text("fingerprint"));
    Reply equal = world.post(ON_GKE + "/plans", "{\"allow\": [\"replace\", \"shared\"]}");
    assertThat(equal.text("fingerprint")).isEqualTo(more.text("fingerprint"));
    Reply adopting = world.post(ON_GKE + "/plans", "{\"adopt\": [\"replace\", \"shared\"]}");
    assertThat(adopting.text("fingerprint")).isNotEqualTo(more.text("fingerprint"));
  }

  @Test
  void aBodyThatIsTooLongIsRefused() {
    String longest = "{\"clusterId\": \"" + "x".repeat(BodyLimit.MOST_BYTES) + "\"}";
    assertProblem(world.post(ON_EKS + "/plans", longest), 413);
    assertProblem(world.post(ON_EKS + "/plans", longest.replace("xx", "")), 400);
  }

  @Test
  void aClusterHasOneRunAtATime() {
    Reply plan = world.post(ON_EKS + "/plans", PLAN_ON_EKS);
    world.aws().faults().always("*", Fault.of(Fault.Kind.THROTTLE));
    Reply first = world.apply(ON_EKS, plan.text("fingerprint"));
    assertProblem(world.apply(ON_EKS, plan.text("fingerprint")), 409);
    String run = ON_EKS + "/runs/" + first.text("run");
    world.delete(run);
    await().until(() -> world.get(run).is("ended"));
    assertThat(world.get(run).body().at("/refusal/category").asText()).isEqualTo("TRANSIENT");
  }

  @Test
  void anUnknownFieldOfARequestIsRefused() {
    assertProblem(world.post(ON_EKS + "/plans", "{\"clusterid\": \"3b1a\"}"), 400);
  }

  private static void assertProblem(Reply reply, int status) {
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(status);
    assertThat(reply.type()).isEqualTo("application/problem+json");
    assertThat(reply.body().path("status").asInt()).isEqualTo(status);
    assertThat(reply.text("detail")).isNotEmpty();
  }
}
