package dev.onboard4j.rbac;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.kube.ControlPlane;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Response;

/** An API server as kubectl sees it: raw requests by a kubeconfig. */
final class Api {
  static final String APPLY = "application/apply-patch+yaml";
  static final String MERGE = "application/merge-patch+json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/";

  private final ApiClient client;

  private Api(ApiClient client) {
    this.client = client;
  }

  static Api by(Path kubeconfig) {
    try (var reader = Files.newBufferedReader(kubeconfig)) {
      return new Api(ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Api of(ControlPlane plane, String user) {
    return by(plane.kubeconfig(user));
  }

  static Api of(EmbeddedKubernetes cluster, String user) {
    return by(cluster.kubeconfig(user));
  }

  /** What came back. */
  record Answer(int code, ObjectNode body) {
    String message() {
      return body.path("message").asText();
    }
  }

  static String clusterRole(String name) {
    return ROLES + "clusterroles/" + name;
  }

  static String clusterRoles() {
    return ROLES + "clusterroles";
  }

  static String clusterBindings() {
    return ROLES + "clusterrolebindings";
  }

  static String configMap(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/configmaps/" + name;
  }

  Answer get(String path) {
    return send("GET", path, "", null);
  }

  Answer post(String path, String query, String body) {
    return send("POST", path, query, body);
  }

  Answer put(String path, String query, String body) {
    return send("PUT", path, query, body);
  }

  Answer delete(String path) {
    return send("DELETE", path, "", null);
  }

  Answer patch(String type, String path, String query, String body) {
    return send("PATCH", path, query, body, type);
  }

  Answer send(String method, String path, String query, String body) {
    return send(method, path, query, body, "application/json");
  }

  Answer send(String method, String path, String query, String body, String type) {
    List<Pair> pairs = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (pair.contains("=")) {
        pairs.add(
            new Pair(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
      }
    }
    byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", type);
    headers.put("Accept", "application/json");
    headers.put("User-Agent", "test/1");
    try (Response response =
        client
            .buildCall(
                null,
                path,
                method,
                pairs,
                List.of(),
                bytes,
                headers,
                new HashMap<>(),
                new HashMap<>(),
                new String[] {"BearerToken"},
                null)
            .execute()) {
      JsonNode tree = JSON.readTree(response.body().string());
      return new Answer(
          response.code(), tree instanceof ObjectNode object ? object : JSON.createObjectNode());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException | ApiException e) {
      throw new IllegalStateException(e);
    }
  }
}
