package dev.onboard4j.kubernetes;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Sends single HTTP requests to one API server. Thread-safe. */
final class Transport {
  static final String JSON = "application/json";
  static final String MERGE_PATCH = "application/merge-patch+json";

  private final ApiClient client;

  Transport(ApiClient client) {
    this.client = client;
  }

  /** The address of the API server. */
  String server() {
    return client.getBasePath();
  }

  void close() {
    client.getHttpClient().dispatcher().executorService().shutdown();
    client.getHttpClient().connectionPool().evictAll();
  }

  /** Sends a request without a body; {@code what} names it in messages. */
  Answer get(String path, Map<String, String> query, String what) {
    return send("GET", path, query, null, JSON, what);
  }

  /**
   * Sends a request.
   *
   * @param type the content type of the body
   * @param what the request in words, for messages
   * @throws OnboardingException if there is no answer
   */
  Answer send(
      String method,
      String path,
      Map<String, String> query,
      @Nullable Object body,
      String type,
      String what) {
    try (Response response = call(method, path, query, body, type).execute()) {
      ResponseBody content = response.body();
      String text = content == null ? "" : content.string();
      return new Answer(what, response.code(), KubeJson.parse(text), retryAfter(response));
    } catch (IOException e) {
      throw KubeErrors.of(what, e);
    } catch (ApiException e) {
      throw new IllegalStateException("cannot build a request to " + what, e);
    }
  }

  private Call call(
      String method, String path, Map<String, String> query, @Nullable Object body, String type)
      throws ApiException {
    List<Pair> pairs =
        query.entrySet().stream().map(one -> new Pair(one.getKey(), one.getValue())).toList();
    Map<String, String> headers = new HashMap<>(Map.of("Accept", JSON, "Content-Type", type));
    byte[] bytes = body == null ? null : KubeJson.write(body).getBytes(StandardCharsets.UTF_8);
    Map<String, Object> form = new HashMap<>();
    String[] auth = {"BearerToken"};
    return client.buildCall(
        null, path, method, pairs, List.of(), bytes, headers, new HashMap<>(), form, auth, null);
  }

  private static @Nullable Duration retryAfter(Response response) {
    String header = response.header("Retry-After");
    return header == null || !header.matches("\\d{1,6}")
        ? null
        : Duration.ofSeconds(Long.parseLong(header));
  }

  /** The answer to a request: its status, its JSON object, and the wait that it asks for. */
  record Answer(String what, int code, Map<String, Object> body, @Nullable Duration retryAfter) {
    /**
     * The body of a successful answer.
     *
     * @throws OnboardingException if the answer is an error, or not a JSON object
     */
    Map<String, Object> ok(ApiRequest request) {
      if (code / 100 != 2) {
        throw KubeErrors.of(request, this);
      }
      if (body.isEmpty()) {
        throw KubeErrors.notJson(request, this);
      }
      return body;
    }
  }
}
