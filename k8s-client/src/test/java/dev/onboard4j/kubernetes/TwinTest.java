package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.ControlPlane;
import dev.onboard4j.testkit.kube.ControlPlaneExtension;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that a real and the embedded API server answer random requests of every kind alike. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
final class TwinTest {
  private static final int REQUESTS = 6000;
  private static final long SEED = 20261125L;

  /** Versions count the writes to a whole server; a conflict names them. */
  private static final Pattern VERSION = Pattern.compile("in record \\(\\d+\\)");

  @Test
  void bothAnswerAlike(ControlPlane plane) {
    List<String> differences = new ArrayList<>();
    RandomRequests requests = new RandomRequests(SEED);
    try (EmbeddedKubernetes embedded = EmbeddedKubernetes.start()) {
      Api real = Api.of(plane, "admin");
      Api fake = Api.of(embedded, "admin");
      for (Api api : List.of(real, fake)) {
        api.post("/api/v1/namespaces", "", "{\"metadata\":{\"name\":\"twin\"}}");
      }
      for (int i = 0; i < REQUESTS; i++) {
        RandomRequests.Request request = requests.next();
        String wanted = words(request.send(real));
        String got = words(request.send(fake));
        if (!wanted.equals(got)) {
          differences.add(request + "\n real: " + wanted + "\n fake: " + got);
        }
      }
    }
    assertThat(differences).as("differences of " + REQUESTS).isEmpty();
    Attack.tried("requests that a real API server and the embedded one answered alike", REQUESTS);
  }

  private static String words(Api.Answer answer) {
    return answer.code() + " " + plain(answer.body());
  }

  /** Removes the values that differ between servers; sorts the fields. */
  private static JsonNode plain(JsonNode body) {
    ObjectNode copy = sorted(body);
    plainMetadata(copy);
    copy.path("items").forEach(item -> plainMetadata((ObjectNode) item));
    if (copy.path("details") instanceof ObjectNode details) {
      details.remove(List.of("uid", "causes"));
    }
    if (copy.path("message").isTextual()) {
      String message = copy.path("message").asText();
      copy.put("message", ordered(VERSION.matcher(message).replaceAll("in record")));
    }
    return copy;
  }

  /** The server checks the keys of a ConfigMap in random order. */
  private static String ordered(String message) {
    if (!message.startsWith("ConfigMap")) {
      return message;
    }
    List<String> parts = new ArrayList<>(List.of(message.split("(\\[|\\]?, )(?=data\\[)|\\]$")));
    parts.sort(null);
    return String.join(", ", parts);
  }

  private static void plainMetadata(ObjectNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp"));
      List<String> fields = new ArrayList<>();
      metadata
          .path("managedFields")
          .forEach(
              field -> {
                ((ObjectNode) field).remove("time");
                fields.add(field.toString());
              });
      boolean absent = metadata.path("managedFields").isMissingNode();
      metadata.remove("managedFields");
      fields.sort(null);
      metadata.put("managed", absent ? "none" : fields.toString());
    }
  }

  private static ObjectNode sorted(JsonNode object) {
    ObjectNode sorted = ((ObjectNode) object).objectNode();
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    names.sort(null);
    names.forEach(name -> sorted.set(name, sortedValue(object.path(name))));
    return sorted;
  }

  private static JsonNode sortedValue(JsonNode value) {
    if (value.isObject()) {
      return sorted(value);
    }
    if (value.isArray()) {
      ArrayNode array = ((ArrayNode) value).arrayNode();
      value.forEach(item -> array.add(sortedValue(item)));
      return array;
    }
    return value;
  }
}
