package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.ControlPlane;
import dev.onboard4j.testkit.kube.ControlPlaneExtension;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that a real and the embedded API server answer random requests alike. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
final class TwinTest {
  private static final int REQUESTS = 1500;
  private static final List<String> MANAGERS = List.of("kubectl", "helm", "onboard4j");

  private final Random random = new Random(20261121L);

  @Test
  void bothAnswerAlike(ControlPlane plane) {
    List<String> differences = new ArrayList<>();
    try (EmbeddedKubernetes embedded = EmbeddedKubernetes.start()) {
      Api real = Api.of(plane, "admin");
      Api fake = Api.of(embedded, "admin");
      for (int i = 0; i < REQUESTS; i++) {
        Request request = request();
        Api.Answer wanted = request.send(real);
        Api.Answer got = request.send(fake);
        if (wanted.code() != got.code() || !plain(wanted.body()).equals(plain(got.body()))) {
          differences.add(
              request
                  + "\n real: "
                  + wanted.code()
                  + " "
                  + plain(wanted.body())
                  + "\n fake: "
                  + got.code()
                  + " "
                  + plain(got.body()));
        }
      }
    }
    assertThat(differences).isEmpty();
    Attack.tried("requests that a real API server and the embedded one answered alike", REQUESTS);
  }

  private record Request(String method, String path, String query, String body, String type) {
    Api.Answer send(Api api) {
      return api.send(method, path, query, body, type);
    }
  }

  private Request request() {
    String name = "twin-" + random.nextInt(3);
    boolean map = random.nextBoolean();
    String collection = map ? "/api/v1/namespaces/default/configmaps" : Api.clusterRoles();
    String path = collection + "/" + name;
    String manager = "fieldManager=" + pick(MANAGERS);
    String dry = random.nextInt(6) == 0 ? "&dryRun=All" : "";
    String object = map ? configMap(name) : clusterRole(name);
    return switch (random.nextInt(8)) {
      case 0 -> new Request("GET", path, "", null, "application/json");
      case 1, 2 -> new Request("POST", collection, manager + dry, object, "application/json");
      case 3 -> new Request("PUT", path, manager + dry, object, "application/json");
      case 4 -> new Request("PATCH", path, manager + dry, patch(map), Api.MERGE);
      case 5, 6 ->
          new Request(
              "PATCH", path, manager + dry + pick(List.of("", "&force=true")), object, Api.APPLY);
      default -> new Request("DELETE", path, "", null, "application/json");
    };
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String configMap(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
        + name
        + "\""
        + marks()
        + "},\"data\":{\"a\":\""
        + random.nextInt(2)
        + "\""
        + pick(List.of("", ",\"b\":\"x\"", ",\"c\":\"y\""))
        + "}}";
  }

  private String clusterRole(String name) {
    return "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"ClusterRole\",\"metadata\":"
        + "{\"name\":\""
        + name
        + "\""
        + marks()
        + "},\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\""
        + pick(List.of("pods", "nodes"))
        + "\"],\"verbs\":["
        + pick(List.of("\"get\"", "\"list\"", ""))
        + "]}]}";
  }

  private String marks() {
    return pick(
        List.of(
            "",
            ",\"labels\":{\"app\":\"x\"}",
            ",\"labels\":{\"app\":\"y\",\"tier\":\"z\"}",
            ",\"annotations\":{\"note\":\"1\"}"));
  }

  private String patch(boolean map) {
    return map
        ? pick(List.of("{\"data\":{\"a\":null,\"d\":\"4\"}}", "{\"data\":{\"b\":\"2\"}}"))
        : pick(
            List.of(
                "{\"metadata\":{\"labels\":{\"app\":null}}}",
                "{\"metadata\":{\"labels\":{\"app\":\"w\"}}}"));
  }

  /** Removes the values that differ between servers. */
  private static JsonNode plain(ObjectNode body) {
    ObjectNode copy = body.deepCopy();
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp"));
      List<String> fields = new ArrayList<>();
      metadata
          .path("managedFields")
          .forEach(
              field -> {
                ((ObjectNode) field).remove("time");
                fields.add(field.toString());
              });
      metadata.remove("managedFields");
      fields.sort(null);
      metadata.put("managed", fields.toString());
    }
    if (copy.path("details") instanceof ObjectNode details) {
      details.remove(List.of("uid", "causes"));
    }
    return copy;
  }
}
