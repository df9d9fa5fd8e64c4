package dev.onboard4j.rbac;

import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Requests to one API server, in the shapes that handlers need. Thread-safe. */
final class Kube implements AutoCloseable {
  /** Who we are in managedFields. */
  static final String MANAGER = "onboard4j";

  private static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final ApiClient client;
  private final boolean ours;

  private Kube(ApiClient client, boolean ours) {
    this.client = client;
    this.ours = ours;
  }

  /** Over a client made for this session. */
  static Kube own(ApiClient client) {
    return new Kube(client, true);
  }

  /** Over the embedder's client, which is his to close. */
  static Kube given(ApiClient client) {
    return new Kube(client, false);
  }

  /** Where it is. */
  String server() {
    return client.getBasePath();
  }

  Optional<Map<String, Object>> find(RequestContext requests, ObjectRef ref) {
    return requests.read(
        ref.permission("get"),
        () -> {
          Answer answer = send("GET", ref.path(), Map.of(), null, JSON, "get " + ref);
          return answer.code() == 404
              ? Optional.empty()
              : Optional.of(answer.ok(ref.need("get"), "get " + ref));
        });
  }

  /** The names of all objects of a collection; none where the server does not know it. */
  List<String> names(RequestContext requests, RequiredPermission need, String collection) {
    return requests.read(
        need.permission(),
        () -> {
          List<String> names = new ArrayList<>();
          String more = "";
          do {
            Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "500"));
            if (!more.isEmpty()) {
              query.put("continue", more);
            }
            Answer answer = send("GET", collection, query, null, JSON, "list " + collection);
            if (answer.code() == 404) {
              return List.copyOf(names);
            }
            Map<String, Object> page = answer.ok(need, "list " + collection);
            KubeJson.list(page.get("items"))
                .forEach(
                    item ->
                        names.add(
                            KubeJson.text(KubeJson.metadata(KubeJson.map(item)).get("name"))));
            more = KubeJson.text(KubeJson.metadata(page).get("continue"));
          } while (!more.isEmpty());
          return List.copyOf(names);
        });
  }

  Map<String, Object> create(RequestContext requests, ObjectRef ref, Map<String, Object> body) {
    String what = "create " + ref;
    return requests.write(
        ref.permission("create"),
        () -> send("POST", ref.collection(), manager(), body, JSON, what).ok(ref.creating(), what));
  }

  /** Writes the whole object; empty when it changed since it was read. */
  Optional<Map<String, Object>> replace(
      RequestContext requests, ObjectRef ref, Map<String, Object> body) {
    return conditional(requests, ref, "update", "PUT", body, JSON, manager());
  }

  /** Merges fields; empty when the object is not at the resourceVersion in the patch any more. */
  Optional<Map<String, Object>> patch(
      RequestContext requests, ObjectRef ref, Map<String, Object> patch) {
    return conditional(requests, ref, "patch", "PATCH", patch, MERGE_PATCH, manager());
  }

  /** The same without an effect: admission and validation have their say. */
  Optional<Map<String, Object>> tryPatch(
      RequestContext requests, ObjectRef ref, Map<String, Object> patch) {
    Map<String, String> query = new LinkedHashMap<>(manager());
    query.put("dryRun", "All");
    return conditional(requests, ref, "patch", "PATCH", patch, MERGE_PATCH, query);
  }

  private Optional<Map<String, Object>> conditional(
      RequestContext requests,
      ObjectRef ref,
      String verb,
      String method,
      Map<String, Object> body,
      String type,
      Map<String, String> query) {
    String what = verb + " " + ref;
    return requests.write(
        ref.permission(verb),
        () -> {
          Answer answer = send(method, ref.path(), query, body, type, what);
          return answer.code() == 409
              ? Optional.empty()
              : Optional.of(answer.ok(ref.need(verb), what));
        });
  }

  /** Deletes it as it was read; false when it changed since. What is gone counts as deleted. */
  boolean delete(RequestContext requests, ObjectRef ref, Map<String, Object> found) {
    Map<String, Object> preconditions = new LinkedHashMap<>();
    preconditions.put("uid", KubeJson.text(KubeJson.metadata(found).get("uid")));
    preconditions.put("resourceVersion", KubeJson.version(found));
    Map<String, Object> options =
        Map.of("kind", "DeleteOptions", "apiVersion", "v1", "preconditions", preconditions);
    String what = "delete " + ref;
    return requests.write(
        ref.permission("delete"),
        () -> {
          Answer answer = send("DELETE", ref.path(), Map.of(), options, JSON, what);
          if (answer.code() == 404) {
            return true;
          }
          if (answer.code() == 409) {
            return false;
          }
          answer.ok(ref.need("delete"), what);
          return true;
        });
  }

  /** Asks the API server about the caller's own rights; a POST that stores nothing. */
  Map<String, Object> review(RequestContext requests, String kind, Map<String, Object> spec) {
    return requests.read("kubernetes:" + kind, () -> reviewed(kind, spec));
  }

  /** The same, not repeated and outside of the engine's bookkeeping of failures. */
  Map<String, Object> reviewed(String kind, Map<String, Object> spec) {
    Map<String, Object> body =
        Map.of("apiVersion", "authorization.k8s.io/v1", "kind", kind, "spec", spec);
    String plural = kind.toLowerCase(Locale.ROOT) + "s";
    RequiredPermission need =
        new RequiredPermission("kubernetes:create " + plural + ".authorization.k8s.io", "*");
    return send("POST", "/apis/authorization.k8s.io/v1/" + plural, Map.of(), body, JSON, kind)
        .ok(need, kind);
  }

  private static Map<String, String> manager() {
    return Map.of("fieldManager", MANAGER);
  }

  private Answer send(
      String method,
      String path,
      Map<String, String> query,
      @Nullable Object body,
      String type,
      String what) {
    List<Pair> pairs = new ArrayList<>();
    query.forEach((key, value) -> pairs.add(new Pair(key, value)));
    Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", JSON, "Content-Type", type));
    try (Response response =
        client
            .buildCall(
                null,
                path,
                method,
                pairs,
                List.of(),
                body == null ? null : KubeJson.write(body).getBytes(StandardCharsets.UTF_8),
                headers,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new String[] {"BearerToken"},
                null)
            .execute()) {
      ResponseBody content = response.body();
      String text = content == null ? "" : content.string();
      return new Answer(response.code(), KubeJson.parse(text), wait(response));
    } catch (IOException e) {
      throw KubeErrors.of(what, e);
    } catch (ApiException e) {
      throw new IllegalStateException("cannot build a request to " + what, e);
    }
  }

  private static @Nullable Duration wait(Response response) {
    String header = response.header("Retry-After");
    return header == null || !header.matches("\\d{1,6}")
        ? null
        : Duration.ofSeconds(Long.parseLong(header));
  }

  @Override
  public void close() {
    if (ours) {
      client.getHttpClient().dispatcher().executorService().shutdown();
      client.getHttpClient().connectionPool().evictAll();
    }
  }

  /** What came back. */
  private record Answer(int code, Map<String, Object> body, @Nullable Duration pause) {
    Map<String, Object> ok(RequiredPermission need, String what) {
      if (code / 100 != 2) {
        throw KubeErrors.of(need, what, code, body, pause);
      }
      if (body.isEmpty()) {
        throw KubeErrors.of(what, new IOException("the answer is no JSON object: a proxy's page?"));
      }
      return body;
    }
  }
}
