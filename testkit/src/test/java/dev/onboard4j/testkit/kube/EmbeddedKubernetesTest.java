package dev.onboard4j.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.testkit.Http;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the embedded API server adds; k8s-rbac compares its behaviour with a real one. */
final class EmbeddedKubernetesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMESPACES = "/api/v1/namespaces";
  private static final String CREATE = "kubernetes:create namespaces";

  private final EmbeddedKubernetes cluster = EmbeddedKubernetes.start();
  private final Http asked = Http.to(cluster.endpoint());

  @AfterEach
  void stop() {
    cluster.close();
  }

  private int create(String name) throws IOException {
    return asked
        .send("POST", NAMESPACES, "{\"metadata\":{\"name\":\"" + name + "\"}}")
        .statusCode();
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLE, 429, false",
    "UNAVAILABLE, 503, false",
    "DENY, 403, false",
    "ERROR, 500, true",
    "RESET_BEFORE, 0, false",
    "RESET_AFTER, 0, true",
    "TRUNCATE, 201, true",
  })
  void aFaultIsSeenOnTheWireAndRecorded(Fault.Kind kind, int status, boolean made)
      throws IOException {
    cluster.faults().on(CREATE, 1, Fault.of(kind));
    if (status == 0 || kind == Fault.Kind.TRUNCATE) {
      assertThatThrownBy(() -> create("mine")).isInstanceOf(IOException.class);
    } else {
      assertThat(create("mine")).isEqualTo(status);
    }
    assertThat(cluster.calls()).extracting(RecordedCall::status).containsExactly(status);
    assertThat(cluster.state().toString().contains("mine")).isEqualTo(made);
  }

  /** Kubernetes API concepts, "Retrieving large results sets in chunks". */
  @Test
  void aListComesInPagesOfTheLimitAsked() throws IOException {
    List<String> names = new ArrayList<>();
    String next = "";
    int pages = 0;
    do {
      JsonNode page = JSON.readTree(asked.get(NAMESPACES + "?limit=3" + next).body());
      page.path("items").forEach(item -> names.add(item.path("metadata").path("name").asText()));
      String token = page.path("metadata").path("continue").asText();
      next = token.isEmpty() ? "" : "&continue=" + token;
      pages++;
    } while (!next.isEmpty());
    assertThat(names)
        .containsExactlyInAnyOrder("default", "kube-node-lease", "kube-public", "kube-system");
    assertThat(pages).isEqualTo(2);
  }

  @Test
  void aRequestIsRecordedByVerbResourceAndName() throws IOException {
    create("mine");
    asked.get(NAMESPACES + "/mine/serviceaccounts/default");
    assertThat(cluster.calls())
        .extracting(RecordedCall::name, RecordedCall::resource, RecordedCall::effect)
        .containsExactly(
            tuple(CREATE, "", RecordedCall.Effect.WRITE),
            tuple("kubernetes:get serviceaccounts", "mine/default", RecordedCall.Effect.READ));
  }

  @Test
  void aTokenNamesItsUserAndAnyOtherIsUnknown() throws IOException {
    Http somebody =
        Http.to(cluster.endpoint()).header("Authorization", "Bearer " + cluster.token("somebody"));
    var reply = somebody.get(NAMESPACES);
    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("somebody");
    Http unknown = Http.to(cluster.endpoint()).header("Authorization", "Bearer made-up");
    assertThat(unknown.get(NAMESPACES).statusCode()).isEqualTo(401);
  }

  @Test
  void closingTakesItsKubeconfigsAway() {
    Path file = cluster.kubeconfig("somebody");
    assertThat(file).content().contains(cluster.endpoint().toString(), cluster.token("somebody"));
    cluster.close();
    assertThat(Files.exists(file)).isFalse();
  }

  /** The audience is the application that stands for all AKS clusters: Azure/kubelogin. */
  @ParameterizedTest
  @CsvSource({
    "6dae42f8-4368-4678-94ff-3960e28e3630, 200",
    "https://management.azure.com, 401",
  })
  void aTokenOfEntraIdIsAcceptedForItsAudience(String audience, int status) throws IOException {
    String claims = "{\"aud\":\"" + audience + "\"}";
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    Http asked =
        Http.to(cluster.endpoint()).header("Authorization", "Bearer e30." + encoded + ".sig");
    assertThat(asked.get(NAMESPACES).statusCode()).isEqualTo(status);
  }
}
