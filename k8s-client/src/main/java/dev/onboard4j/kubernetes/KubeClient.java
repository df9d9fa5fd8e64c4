package dev.onboard4j.kubernetes;

import dev.onboard4j.kubernetes.Transport.Answer;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import io.kubernetes.client.openapi.ApiClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sends requests to one API server. Thread-safe.
 *
 * <p>Objects are JSON trees of maps and lists ({@link KubeJson}), which keep unknown fields. All
 * methods that send requests throw {@link dev.onboard4j.model.OnboardingException}; its category
 * says who has to act and whether the request had an effect.
 */
public final class KubeClient implements AutoCloseable {
  /** The field manager of our writes. */
  private static final Map<String, String> MANAGER = Map.of("fieldManager", "onboard4j");

  private static final String REVIEWS = "authorization.k8s.io";

  private final Transport transport;
  private final boolean owned;

  private KubeClient(ApiClient client, boolean owned) {
    transport = new Transport(client);
    this.owned = owned;
  }

  /** A client that this session made, and closes. */
  static KubeClient own(ApiClient client) {
    return new KubeClient(client, true);
  }

  /** The embedder's client, which the embedder closes. */
  static KubeClient given(ApiClient client) {
    return new KubeClient(client, false);
  }

  /**
   * A client of no API server, to declare resources whose permissions are known although the
   * address of the API server is not.
   */
  public static KubeClient nowhere() {
    return own(new ApiClient());
  }

  /** The address of the API server. */
  String server() {
    return transport.server();
  }

  /** Reads an object; empty when there is no such object. */
  public Optional<Map<String, Object>> find(RequestContext requests, ObjectRef ref) {
    ApiRequest request = ref.request("get");
    return requests.read(
        request,
        () -> {
          Answer answer = transport.get(ref.path(), Map.of(), "get " + ref);
          return answer.code() == 404 ? Optional.empty() : Optional.of(answer.ok(request));
        });
  }

  /** The request that {@link #names} sends, with the permission that it requires. */
  public static ApiRequest listing(String kind, String namespace) {
    return ApiRequest.of(
        ObjectRef.SERVICE,
        "list " + plural(kind),
        new RequiredPermission(ObjectRef.SERVICE + ":list " + kind, namespace + "/*"));
  }

  /**
   * Lists the names of all objects of a kind in a namespace; none when the API server does not know
   * the kind.
   *
   * @param kind the plural with its group, {@code deployments.apps}, in version v1
   */
  public List<String> names(RequestContext requests, String kind, String namespace) {
    return names(requests, kind, namespace, "");
  }

  /**
   * Lists the names of the objects of a kind in a namespace that have these labels.
   *
   * @param kind as above
   * @param selector a label selector; the empty string selects all objects
   */
  public List<String> names(
      RequestContext requests, String kind, String namespace, String selector) {
    ApiRequest request = listing(kind, namespace);
    String path = collection(kind, namespace);
    return requests.read(
        request, () -> pages(request, path, selector).stream().map(KubeClient::name).toList());
  }

  /** The request that {@link #all} sends, with the permission that it requires. */
  public static ApiRequest listing(KubeKind kind) {
    return ApiRequest.of(
        ObjectRef.SERVICE,
        "list " + kind.plural(),
        new RequiredPermission(ObjectRef.SERVICE + ":list " + kind.qualified(), "*"));
  }

  /** Lists all objects of a kind, in all namespaces. */
  public List<Map<String, Object>> all(RequestContext requests, KubeKind kind) {
    ApiRequest request = listing(kind);
    return requests.read(request, () -> pages(request, kind.everywhere(), ""));
  }

  private List<Map<String, Object>> pages(ApiRequest request, String path, String selector) {
    List<Map<String, Object>> objects = new ArrayList<>();
    Optional<Map<String, Object>> page = page(request, path, selector, "");
    while (page.isPresent()) {
      KubeJson.list(page.get().get("items")).forEach(item -> objects.add(KubeJson.map(item)));
      String next = KubeJson.text(KubeJson.metadata(page.get()).get("continue"));
      page = next.isEmpty() ? Optional.empty() : page(request, path, selector, next);
    }
    return List.copyOf(objects);
  }

  private Optional<Map<String, Object>> page(
      ApiRequest request, String path, String selector, String token) {
    Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "500"));
    if (!token.isEmpty()) {
      query.put("continue", token);
    }
    if (!selector.isEmpty()) {
      query.put("labelSelector", selector);
    }
    Answer answer = transport.get(path, query, "list " + path);
    return answer.code() == 404 ? Optional.empty() : Optional.of(answer.ok(request));
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
    return requests.write(
        request,
        () ->
            transport
                .send("POST", ref.collection(), MANAGER, body, Transport.JSON, "create " + ref)
                .ok(Escalation.naming(request, ref, body)));
  }

  /** Replaces an object; empty when it changed since it was read. */
  public Optional<Map<String, Object>> replace(
      RequestContext requests, ObjectRef ref, Map<String, Object> body) {
    ApiRequest request = ref.request("update");
    return requests.write(
        request,
        () ->
            unlessConflict(
                Escalation.naming(request, ref, body),
                transport.send("PUT", ref.path(), MANAGER, body, Transport.JSON, "update " + ref)));
  }

  /** Merges fields; empty when the object is not at the resourceVersion of the patch any more. */
  public Optional<Map<String, Object>> patch(
      RequestContext requests, ObjectRef ref, Map<String, Object> patch) {
    return patch(requests, ref, patch, MANAGER);
  }

  /** Tries {@link #patch} as a dry run: admission and validation judge it, nothing is stored. */
  public Optional<Map<String, Object>> tryPatch(
      RequestContext requests, ObjectRef ref, Map<String, Object> patch) {
    Map<String, String> query = new LinkedHashMap<>(MANAGER);
    query.put("dryRun", "All");
    return patch(requests, ref, patch, query);
  }

  private Optional<Map<String, Object>> patch(
      RequestContext requests,
      ObjectRef ref,
      Map<String, Object> patch,
      Map<String, String> query) {
    ApiRequest request = ref.request("patch");
    return requests.write(
        request,
        () ->
            unlessConflict(
                request,
                transport.send(
                    "PATCH", ref.path(), query, patch, Transport.MERGE_PATCH, "patch " + ref)));
  }

  private static Optional<Map<String, Object>> unlessConflict(ApiRequest request, Answer answer) {
    return answer.code() == 409 ? Optional.empty() : Optional.of(answer.ok(request));
  }

  /**
   * Deletes an object at the version that was read; false when it changed since. An object that is
   * gone already counts as deleted.
   */
  public boolean delete(RequestContext requests, ObjectRef ref, Map<String, Object> found) {
    ApiRequest request = ref.request("delete");
    Map<String, Object> options = preconditions(found);
    return requests.write(
        request,
        () ->
            deleted(
                request,
                transport.send(
                    "DELETE", ref.path(), Map.of(), options, Transport.JSON, "delete " + ref)));
  }

  private static Map<String, Object> preconditions(Map<String, Object> found) {
    Map<String, Object> preconditions = new LinkedHashMap<>();
    preconditions.put("uid", KubeJson.text(KubeJson.metadata(found).get("uid")));
    preconditions.put("resourceVersion", KubeJson.version(found));
    return Map.of("kind", "DeleteOptions", "apiVersion", "v1", "preconditions", preconditions);
  }

  private static boolean deleted(ApiRequest request, Answer answer) {
    if (answer.code() == 404) {
      return true;
    }
    return unlessConflict(request, answer).isPresent();
  }

  /**
   * Asks the API server about the caller's own permissions; a POST that stores nothing.
   *
   * @param kind the kind of review, in group authorization.k8s.io
   */
  public Map<String, Object> review(
      RequestContext requests, String kind, Map<String, Object> spec) {
    return requests.read(reviewing(kind), () -> sendReview(kind, spec));
  }

  /** The request that {@link #review} sends; most clusters allow it to every user. */
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

  /** Sends one review, outside of the engine's retries. */
  Map<String, Object> sendReview(String kind, Map<String, Object> spec) {
    Map<String, Object> body = Map.of("apiVersion", REVIEWS + "/v1", "kind", kind, "spec", spec);
    String path = "/apis/" + REVIEWS + "/v1/" + reviews(kind);
    return transport.send("POST", path, Map.of(), body, Transport.JSON, kind).ok(reviewing(kind));
  }

  @Override
  public void close() {
    if (owned) {
      transport.close();
    }
  }
}
