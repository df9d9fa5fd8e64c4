package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Sends raw requests to an API server, with the credentials of a kubeconfig. Thread-safe.
 *
 * <p>Error statuses are answers, too; a request without an answer throws {@link
 * IllegalStateException}.
 */
public final class Api {
  /** The content type of server-side apply. */
  public static final String APPLY = "application/apply-patch+yaml";

  /** The content type of a merge patch. */
  public static final String MERGE = "application/merge-patch+json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/";

  private final ApiClient client;

  private Api(ApiClient client) {
    this.client = client;
  }

  /** Sends requests as the user of that kubeconfig. */
  public static Api by(Path kubeconfig) {
    try (var reader = Files.newBufferedReader(kubeconfig)) {
      return new Api(ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends requests to a real API server as that user. */
  public static Api of(ControlPlane plane, String user) {
    return by(plane.kubeconfig(user));
  }

  /** Sends requests to the embedded API server as that user. */
  public static Api of(EmbeddedKubernetes cluster, String user) {
    return by(cluster.kubeconfig(user));
  }

  /**
   * The answer to a request.
   *
   * @param code the HTTP status
   * @param body the JSON object; an empty one when the body is something else
   */
  public record Answer(int code, ObjectNode body) {
    /** The message of a Status object; the empty string when there is none. */
    public String message() {
      return body.path("message").asText();
    }
  }

  /** The path of a ClusterRole. */
  public static String clusterRole(String name) {
    return ROLES + "clusterroles/" + name;
  }

  /** The path of all ClusterRoles. */
  public static String clusterRoles() {
    return ROLES + "clusterroles";
  }

  /** The path of all ClusterRoleBindings. */
  public static String clusterBindings() {
    return ROLES + "clusterrolebindings";
  }

  /** The path of a ConfigMap. */
  public static String configMap(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/configmaps/" + name;
  }

  /** Sends a GET. */
  public Answer get(String path) {
    return send("GET", path, "", null);
  }

  /** Creates an object in a collection. */
  public Answer post(String path, String query, String body) {
    return send("POST", path, query, body);
  }

  /** Replaces an object. */
  public Answer put(String path, String query, String body) {
    return send("PUT", path, query, body);
  }

  /** Deletes an object. */
  public Answer delete(String path) {
    return send("DELETE", path, "", null);
  }

  /** Patches an object with that content type. */
  public Answer patch(String type, String path, String query, String body) {
    return send("PATCH", path, query, body, type);
  }

  /** Sends any request with a body in JSON, or without a body. */
  public Answer send(String method, String path, String query, @Nullable String body) {
    return send(method, path, query, body, "application/json");
  }

  /** Sends any request with a body of that content type, or without a body. */
  public Answer send(String method, String path, String query, @Nullable String body, String type) {
    byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    try (Response response = call(method, path, pairs(query), bytes, type).execute()) {
      ResponseBody content = response.body();
      JsonNode tree = JSON.readTree(content == null ? "" : content.string());
      return new Answer(
          response.code(), tree instanceof ObjectNode object ? object : JSON.createObjectNode());
    } catch (IOException | ApiException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Pair> pairs(String query) {
    return Arrays.stream(query.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .map(pair -> new Pair(pair[0], pair[1]))
        .toList();
  }

  private Call call(
      String method, String path, List<Pair> query, byte @Nullable [] body, String type)
      throws ApiException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", type);
    headers.put("Accept", "application/json");
    headers.put("User-Agent", "test/1");
    Map<String, Object> form = new HashMap<>();
    String[] auth = {"BearerToken"};
    return client.buildCall(
        null, path, method, query, List.of(), body, headers, new HashMap<>(), form, auth, null);
  }
}
