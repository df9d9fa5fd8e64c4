package dev.onboard4j.aks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Another tool that works on the embedded Azure with plain requests. */
record Rest(URI endpoint) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  Tree get(String path) {
    return send("GET", path, Map.of());
  }

  Tree post(String path, Map<String, Object> body) {
    return send("POST", path, body);
  }

  Tree patch(String path, Map<String, Object> body) {
    return send("PATCH", path, body);
  }

  Tree put(String path, Map<String, Object> body) {
    return send("PUT", path, body);
  }

  Tree delete(String path) {
    return send("DELETE", path, Map.of());
  }

  /** The application of a display name. */
  Tree application(String name) {
    return get("/v1.0/applications?$filter=" + AksClients.encoded("displayName eq '" + name + "'"))
        .objects("value")
        .get(0);
  }

  /** The assignments at exactly that scope. */
  List<Tree> assignments(String scope) {
    return get(scope + "/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01")
        .objects("value")
        .stream()
        .filter(one -> AzureIds.same(one.text("properties", "scope"), scope))
        .toList();
  }

  private Tree send(String method, String path, Map<String, Object> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .header("Authorization", "Bearer another-tool")
            .header("Content-Type", "application/json");
    HttpRequest.BodyPublisher content =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(Tree.bytes(body));
    try {
      HttpResponse<byte[]> reply =
          CLIENT.send(
              request.method(method, content).build(), HttpResponse.BodyHandlers.ofByteArray());
      if (reply.statusCode() >= 300) {
        throw new AssertionError(
            path
                + ": "
                + reply.statusCode()
                + " "
                + new String(reply.body(), java.nio.charset.StandardCharsets.UTF_8));
      }
      return Tree.parse(reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
