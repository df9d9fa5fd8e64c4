package dev.onboard4j.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.testkit.Http;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EmbeddedControlTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMESPACES = "/api/v1/namespaces";

  private final EmbeddedKubernetes first = EmbeddedKubernetes.start().named("first");
  private final EmbeddedKubernetes second = EmbeddedKubernetes.start().named("second");
  private EmbeddedControl control;
  private Http asked;

  @BeforeEach
  void start() throws IOException {
    control = EmbeddedControl.start(List.of(first, second), 0);
    asked = Http.to(control.address());
  }

  @AfterEach
  void stop() {
    control.close();
    first.close();
    second.close();
  }

  @Test
  void callsOfAllCloudsAreJsonLines() throws IOException {
    Http.to(first.endpoint()).get(NAMESPACES + "/default");
    Http.to(second.endpoint()).send("POST", NAMESPACES, namespace("mine"));
    List<String> lines = asked.get("/calls").body().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode read = JSON.readTree(lines.get(0));
    assertThat(read.path("service").asText()).isEqualTo("kubernetes");
    assertThat(read.path("action").asText()).isEqualTo("get namespaces");
    assertThat(read.path("resource").asText()).isEqualTo("default");
    assertThat(read.path("status").asInt()).isEqualTo(200);
    assertThat(read.path("write").asBoolean()).isFalse();
    assertThat(JSON.readTree(lines.get(1)).path("write").asBoolean()).isTrue();
  }

  @Test
  void callsAreForgottenOnDemand() throws IOException {
    Http.to(first.endpoint()).get(NAMESPACES);
    assertThat(asked.send("DELETE", "/calls", "").statusCode()).isEqualTo(204);
    assertThat(asked.get("/calls").body()).isEmpty();
    assertThat(first.calls()).isEmpty();
  }

  @Test
  void aPostedFaultStrikesTheRequestItNames() throws IOException {
    String fault = "{\"match\":\"kubernetes:list*\",\"nth\":2,\"fault\":\"unavailable\"}";
    assertThat(asked.send("POST", "/faults", fault).statusCode()).isEqualTo(204);
    Http cloud = Http.to(first.endpoint());
    assertThat(cloud.get(NAMESPACES).statusCode()).isEqualTo(200);
    assertThat(cloud.get(NAMESPACES).statusCode()).isEqualTo(503);
    assertThat(cloud.get(NAMESPACES).statusCode()).isEqualTo(200);
  }

  @Test
  void deletedFaultsHaveNoEffect() throws IOException {
    asked.send("POST", "/faults", "{\"fault\":\"unavailable\"}");
    assertThat(asked.send("DELETE", "/faults", "").statusCode()).isEqualTo(204);
    assertThat(Http.to(first.endpoint()).get(NAMESPACES).statusCode()).isEqualTo(200);
  }

  @Test
  void anUnknownFaultIsRefusedWithAMessage() throws IOException {
    var reply = asked.send("POST", "/faults", "{\"fault\":\"explode\"}");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("EXPLODE");
    assertThat(asked.send("POST", "/faults", "no JSON").statusCode()).isEqualTo(400);
  }

  @Test
  void theStateHoldsEveryCloud() throws IOException {
    Http.to(second.endpoint()).send("POST", NAMESPACES, namespace("mine"));
    JsonNode state = JSON.readTree(asked.get("/state").body());
    assertThat(state.path("kubernetes of first").toString()).doesNotContain("mine");
    assertThat(state.path("kubernetes of second").toString()).contains("mine");
  }

  @Test
  void anythingElseIsNotThere() throws IOException {
    assertThat(asked.get("/").statusCode()).isEqualTo(404);
    assertThat(asked.send("POST", "/calls", "").statusCode()).isEqualTo(404);
  }

  private static String namespace(String name) {
    return "{\"metadata\":{\"name\":\"" + name + "\"}}";
  }
}
