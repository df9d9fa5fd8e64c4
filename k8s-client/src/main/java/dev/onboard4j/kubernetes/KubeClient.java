package dev.onboard4j.kubernetes;

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

/**
 * Sends requests to one API server, in the shapes that handlers need. Thread-safe.
 *
 * <p>Objects are JSON trees of maps and lists ({@link KubeJson}), so that fields nobody here has
 * heard of are kept. All methods that send requests throw {@link
 * dev.onboard4j.model.OnboardingException}, whose category says who has to act and whether the
 * request had an effect.
 */
public final class KubeClient implements AutoCloseable {
  /** Who we are in managedFields. */
  private static final String MANAGER = "onboard4j";

  private static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final ApiClient client;
  private final boolean ours;

  private KubeClient(ApiClient client, boolean ours) {
    this.client = client;
    this.ours = ours;
  }

  /** Over a client made for this session. */
  static KubeClient own(ApiClient client) {
    return new KubeClient(client, true);
  }

  /** Over the embedder's client, which the embedder closes. */
  static KubeClient given(ApiClient client) {
    return new KubeClient(client, false);
  }

  /**
   * A client of no API server, for declaring resources whose permissions are told although the way
   * to the cluster is unknown.
   */
  public static KubeClient nowhere() {
    return own(new ApiClient());
  }

  /** Where it is. */
  String server() {
    return client.getBasePath();
  }

  /** Reads an object; empty when it is not there. */
  public Optional<Map<String, Object>> find(RequestContext requests, ObjectRef ref) {
    return requests.read(
        ref.permission("get"),
        () -> {
          Answer answer = send("GET", ref.path(), Map.of(), null, JSON, "get " + ref);
          return answer.code() == 404
              ? Optional.empty()
              : Optional.of(answer.ok(ref.need("get"), "get " + ref));
        });
  }

  /** The permission that {@link #names} takes. */
  public static RequiredPermission listing(String kind, String namespace) {
    return new RequiredPermission(ObjectRef.SERVICE + ":list " + kind, namespace + "/*");
  }

  /**
   * Lists the names of all objects of a kind in a namespace; none where the API server does not
   * know the kind.
   *
   * @param kind the plural with its group, {@code deployments.apps}, in version v1
   */
  public List<String> names(RequestContext requests, String kind, String namespace) {
    RequiredPermission need = listing(kind, namespace);
    String collection = collection(kind, namespace);
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

  private static String collection(String kind, String namespace) {
    int dot = kind.indexOf('.');
    String plural = dot < 0 ? kind : kind.substring(0, dot);
    String root = dot < 0 ? "/api/v1" : "/apis/" + kind.substring(dot + 1) + "/v1";
    return root + "/namespaces/" + Paths.segment(namespace) + "/" + plural;
  }

  /** Creates an object and returns it as the API server stored it. */
  public Map<String, Object> create(
      RequestContext requests, ObjectRef ref, Map<String, Object> body) {
    String what = "create " + ref;
    return requests.write(
        ref.permission("create"),
        () -> send("POST", ref.collection(), manager(), body, JSON, what).ok(ref.creating(), what));
  }

  /** Writes the whole object; empty when it changed since it was read. */
  public Optional<Map<String, Object>> replace(
      RequestContext requests, ObjectRef ref, Map<String, Object> body) {
    return conditional(requests, ref, "update", "PUT", body, JSON, manager());
  }

  /** Merges fields; empty when the object is not at the resourceVersion in the patch any more. */
  public Optional<Map<String, Object>> patch(
      RequestContext requests, ObjectRef ref, Map<String, Object> patch) {
    return conditional(requests, ref, "patch", "PATCH", patch, MERGE_PATCH, manager());
  }

  /** Tries {@link #patch} without an effect: admission and validation judge it all the same. */
  public Optional<Map<String, Object>> tryPatch(
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
  public boolean delete(RequestContext requests, ObjectRef ref, Map<String, Object> found) {
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

  /**
   * Asks the API server about the caller's own permissions; a POST that stores nothing.
   *
   * @param kind the kind of review, in group authorization.k8s.io
   */
  public Map<String, Object> review(
      RequestContext requests, String kind, Map<String, Object> spec) {
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
