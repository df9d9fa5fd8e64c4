package dev.onboard4j.kubernetes;

import dev.onboard4j.model.ApiRequest;
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

  private static final String REVIEWS = "authorization.k8s.io";
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
    ApiRequest request = ref.request("get");
    String what = "get " + ref;
    return requests.read(
        request,
        () -> {
          Answer answer = send("GET", ref.path(), Map.of(), null, JSON, what);
          return answer.code() == 404 ? Optional.empty() : Optional.of(answer.ok(request, what));
        });
  }

  /** The request that {@link #names} sends, with the permission that it takes. */
  public static ApiRequest listing(String kind, String namespace) {
    return ApiRequest.of(
        ObjectRef.SERVICE,
        "list " + plural(kind),
        new RequiredPermission(ObjectRef.SERVICE + ":list " + kind, namespace + "/*"));
  }

  /**
   * Lists the names of all objects of a kind in a namespace; none where the API server does not
   * know the kind.
   *
   * @param kind the plural with its group, {@code deployments.apps}, in version v1
   */
  public List<String> names(RequestContext requests, String kind, String namespace) {
    ApiRequest request = listing(kind, namespace);
    String collection = collection(kind, namespace);
    return requests.read(
        request,
        () -> {
          List<String> names = new ArrayList<>();
          String more = "";
          do {
            Answer answer = send("GET", collection, page(more), null, JSON, "list " + collection);
            if (answer.code() == 404) {
              return List.copyOf(names);
            }
            Map<String, Object> page = answer.ok(request, "list " + collection);
            KubeJson.list(page.get("items")).forEach(item -> names.add(name(KubeJson.map(item))));
            more = KubeJson.text(KubeJson.metadata(page).get("continue"));
          } while (!more.isEmpty());
          return List.copyOf(names);
        });
  }

  private static Map<String, String> page(String more) {
    return more.isEmpty() ? Map.of("limit", "500") : Map.of("limit", "500", "continue", more);
  }

  private static String name(Map<String, Object> object) {
    return KubeJson.text(KubeJson.metadata(object).get("name"));
  }

  private static String plural(String kind) {
    int dot = kind.indexOf('.');
    return dot < 0 ? kind : kind.substring(0, dot);
  }

  private static String collection(String kind, String namespace) {
    int dot = kind.indexOf('.');
    String root = dot < 0 ? "/api/v1" : "/apis/" + kind.substring(dot + 1) + "/v1";
    return root + "/namespaces/" + Paths.segment(namespace) + "/" + plural(kind);
  }

  /** Creates an object and returns it as the API server stored it. */
  public Map<String, Object> create(
      RequestContext requests, ObjectRef ref, Map<String, Object> body) {
    ApiRequest request = ref.request("create");
    String what = "create " + ref;
    return requests.write(
        request,
        () -> send("POST", ref.collection(), manager(), body, JSON, what).ok(request, what));
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
    ApiRequest request = ref.request(verb);
    String what = verb + " " + ref;
    return requests.write(
        request,
        () -> {
          Answer answer = send(method, ref.path(), query, body, type, what);
          return answer.code() == 409 ? Optional.empty() : Optional.of(answer.ok(request, what));
        });
  }

  /** Deletes it as it was read; false when it changed since. What is gone counts as deleted. */
  public boolean delete(RequestContext requests, ObjectRef ref, Map<String, Object> found) {
    Map<String, Object> preconditions = new LinkedHashMap<>();
    preconditions.put("uid", KubeJson.text(KubeJson.metadata(found).get("uid")));
    preconditions.put("resourceVersion", KubeJson.version(found));
    Map<String, Object> options =
        Map.of("kind", "DeleteOptions", "apiVersion", "v1", "preconditions", preconditions);
    ApiRequest request = ref.request("delete");
    String what = "delete " + ref;
    return requests.write(
        request,
        () -> {
          Answer answer = send("DELETE", ref.path(), Map.of(), options, JSON, what);
          if (answer.code() == 404) {
            return true;
          }
          if (answer.code() == 409) {
            return false;
          }
          answer.ok(request, what);
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
    return requests.read(reviewing(kind), () -> reviewed(kind, spec));
  }

  /** The request that {@link #review} sends; it takes a permission that most clusters give all. */
  static ApiRequest reviewing(String kind) {
    String verb = "create " + reviews(kind);
    return ApiRequest.of(
        ObjectRef.SERVICE,
        verb,
        new RequiredPermission(ObjectRef.SERVICE + ":" + verb + "." + REVIEWS, "*"));
  }

  private static String reviews(String kind) {
    return kind.toLowerCase(Locale.ROOT) + "s";
  }

  /** The same, not repeated and outside of the engine's bookkeeping of failures. */
  Map<String, Object> reviewed(String kind, Map<String, Object> spec) {
    Map<String, Object> body = Map.of("apiVersion", REVIEWS + "/v1", "kind", kind, "spec", spec);
    String path = "/apis/" + REVIEWS + "/v1/" + reviews(kind);
    return send("POST", path, Map.of(), body, JSON, kind).ok(reviewing(kind), kind);
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
    Map<String, Object> ok(ApiRequest request, String what) {
      if (code / 100 != 2) {
        throw KubeErrors.of(request, what, code, body, pause);
      }
      if (body.isEmpty()) {
        throw KubeErrors.of(what, new IOException("the answer is no JSON object: a proxy's page?"));
      }
      return body;
    }
  }
}
