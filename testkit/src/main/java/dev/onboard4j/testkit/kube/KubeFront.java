package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.cloud.Traffic;
import dev.onboard4j.testkit.cloud.WireExchange;
import dev.onboard4j.testkit.cloud.WireReply;
import dev.onboard4j.testkit.cloud.WireRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses requests, authenticates and authorizes their senders, and answers; injects faults. */
final class KubeFront {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "token-of-";
  private static final String AKS = "6dae42f8-4368-4678-94ff-3960e28e3630";
  private static final List<String> HEALTH = List.of("healthz", "livez", "readyz");

  private final KubeObjects objects;
  private final KubeRbac rbac;
  private final KubeStore store;
  private final KubeDeletion deletion;
  private final KubeReviews reviews;
  private final Traffic traffic;
  private final Clock clock;

  KubeFront(KubeObjects objects, Traffic traffic, Clock clock) {
    this.objects = objects;
    this.traffic = traffic;
    this.clock = clock;
    rbac = new KubeRbac(objects);
    store = new KubeStore(objects, rbac, clock);
    deletion = new KubeDeletion(objects, clock);
    reviews = new KubeReviews(rbac);
  }

  static String token(String user) {
    return TOKEN + user;
  }

  WireReply answer(WireRequest wire) {
    Instant at = clock.instant();
    KubeRequest request = KubeRequest.of(wire);
    WireReply reply =
        traffic.answer("kubernetes:" + request.action(), new KubeExchange(wire, request));
    traffic.record(recorded(at, wire, request, reply));
    return reply.after(traffic.latency());
  }

  private static RecordedCall recorded(
      Instant at, WireRequest wire, KubeRequest request, WireReply reply) {
    boolean reads = request.reads() || wire.query().containsKey("dryRun");
    return new RecordedCall(
        at,
        "kubernetes",
        request.action(),
        request.namespaced() ? request.namespace() + "/" + request.name() : request.name(),
        wire.path() + " " + wire.query() + " " + wire.body(),
        reply.statusSeen(),
        reads ? RecordedCall.Effect.READ : RecordedCall.Effect.WRITE);
  }

  /** A request and its possible replies; a write is visible at once, so no lookup misses it. */
  private final class KubeExchange implements WireExchange {
    private final WireRequest wire;
    private final KubeRequest request;

    KubeExchange(WireRequest wire, KubeRequest request) {
      this.wire = wire;
      this.request = request;
    }

    @Override
    public WireReply done(int lookups) {
      return reply(wire, request);
    }

    @Override
    public WireReply throttled() {
      return failure(KubeFailure.throttled()).header("Retry-After", "1");
    }

    @Override
    public WireReply unavailable() {
      return failure(KubeFailure.unavailable());
    }

    @Override
    public WireReply denied() {
      return failure(KubeFront.denied(KubeUser.named("local"), request));
    }

    @Override
    public WireReply failed() {
      return failure(KubeFailure.of(500, "InternalError", "Internal error occurred"));
    }
  }

  private WireReply reply(WireRequest wire, KubeRequest request) {
    try {
      synchronized (objects) {
        KubeUser user = user(wire);
        if (request.aboutPath()) {
          return path(user, wire);
        }
        KubeStore.Answer answer = resource(user, wire, request);
        return WireReply.of(answer.code(), "application/json", text(answer.body()));
      }
    } catch (KubeFailure e) {
      return failure(e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return failure(KubeFailure.badRequest("the object provided is unrecognized: " + e));
    }
  }

  /** kubectl sends no token over plain HTTP: a request without one is the administrator's. */
  private KubeUser user(WireRequest wire) {
    String token = wire.authorization().replaceFirst("^Bearer ", "");
    if (token.isEmpty() || token.equals("local") || token.startsWith("k8s-aws-v1.")) {
      return KubeUser.admin();
    }
    if (forAks(token)) {
      return KubeUser.admin();
    }
    if (!token.startsWith(TOKEN)) {
      throw KubeFailure.unauthorized();
    }
    return KubeUser.of(token.substring(TOKEN.length()));
  }

  /** An Entra ID token for the application that stands for all AKS clusters: Azure/kubelogin. */
  private static boolean forAks(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || !parts[1].matches("[A-Za-z0-9_-]+")) {
      return false;
    }
    return new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
        .contains("\"aud\":\"" + AKS + "\"");
  }

  private WireReply path(KubeUser user, WireRequest wire) {
    String path = "/" + String.join("/", wire.path());
    if (!rbac.allowsPath(user, "get", path)) {
      throw KubeFailure.of(
          403,
          "Forbidden",
          "forbidden: User \"" + user.name() + "\" cannot get path \"" + path + "\"");
    }
    if (wire.path().size() == 1 && HEALTH.contains(wire.path().get(0))) {
      return WireReply.of(200, "text/plain", "ok");
    }
    ObjectNode found = KubeDiscovery.answer(wire.path()).orElseThrow(KubeFailure::unknownPath);
    return WireReply.of(200, "application/json", text(found));
  }

  private KubeStore.Answer resource(KubeUser user, WireRequest wire, KubeRequest request)
      throws JsonProcessingException {
    boolean review = request.group().equals("authorization.k8s.io");
    if (!review && request.resource().isEmpty()) {
      throw KubeFailure.unknownPath();
    }
    if (!rbac.allows(user, request)) {
      throw denied(user, request);
    }
    if (wire.type().equals("application/json-patch+json")) {
      throw jsonPatch(request);
    }
    ObjectNode body = body(wire);
    if (review) {
      return new KubeStore.Answer(201, reviews.review(user, request.plural(), body));
    }
    KubeResource resource = request.resource().get();
    return request.subresource().isEmpty()
        ? stored(user, wire, request, resource, body)
        : token(request, resource, body);
  }

  /** Refuses JSON patches after the lookup of the object, in the order of real API servers. */
  private KubeFailure jsonPatch(KubeRequest request) {
    request
        .resource()
        .ifPresent(resource -> store.get(resource, request.namespace(), request.name()));
    return KubeFailure.of(
        415, "UnsupportedMediaType", "the embedded API knows merge and apply patches");
  }

  private KubeStore.Answer stored(
      KubeUser user,
      WireRequest wire,
      KubeRequest request,
      KubeResource resource,
      ObjectNode body) {
    String namespace = request.namespace();
    String name = request.name();
    KubeWrite write =
        new KubeWrite(
            user, resource, namespace, name, body, KubeWrite.Options.of(wire.query(), "java"));
    return switch (request.verb()) {
      case "get" -> new KubeStore.Answer(200, store.get(resource, namespace, name));
      case "list" -> new KubeStore.Answer(200, store.list(resource, namespace, wire.query()));
      case "create" -> store.create(write);
      case "update" -> store.update(write);
      case "delete" -> deletion.delete(write);
      case "patch" -> patched(wire, write);
      default -> throw KubeFailure.of(405, "MethodNotAllowed", "the server does not allow this");
    };
  }

  private KubeStore.Answer patched(WireRequest wire, KubeWrite write) {
    return switch (wire.type()) {
      case "application/apply-patch+yaml" -> applied(wire, write);
      case "application/merge-patch+json" -> store.merge(write);
      default ->
          throw KubeFailure.of(
              415, "UnsupportedMediaType", "the embedded API knows merge and apply patches");
    };
  }

  private KubeStore.Answer applied(WireRequest wire, KubeWrite write) {
    if (!wire.query().containsKey("fieldManager")) {
      throw KubeFailure.managerRequired();
    }
    return store.apply(write);
  }

  /** A token for a service account (API reference, TokenRequest). */
  private KubeStore.Answer token(KubeRequest request, KubeResource resource, ObjectNode body) {
    if (resource != KubeResource.SERVICE_ACCOUNTS || !request.subresource().equals("token")) {
      throw KubeFailure.unknownPath();
    }
    store.get(resource, request.namespace(), request.name());
    ObjectNode answer = body.deepCopy();
    answer.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
    String user = "system:serviceaccount:" + request.namespace() + ":" + request.name();
    answer
        .putObject("status")
        .put("token", TOKEN + user)
        .put("expirationTimestamp", clock.instant().plusSeconds(3600).toString());
    return new KubeStore.Answer(201, answer);
  }

  private static KubeFailure denied(KubeUser user, KubeRequest request) {
    String what =
        "User \"%s\" cannot %s resource \"%s\" in API group \"%s\"%s"
            .formatted(
                user.name(), request.verb(), request.target(), request.group(), scope(request));
    Optional<KubeResource> resource = request.resource();
    return resource.isPresent()
        ? KubeFailure.forbidden(resource.get(), request.name(), what)
        : KubeFailure.of(403, "Forbidden", request.target() + " is forbidden: " + what);
  }

  private static String scope(KubeRequest request) {
    return request.namespaced()
        ? " in the namespace \"" + request.namespace() + "\""
        : " at the cluster scope";
  }

  private static ObjectNode body(WireRequest wire) throws JsonProcessingException {
    if (wire.type().contains("protobuf") || wire.type().contains("cbor")) {
      throw KubeFailure.of(
          415, "UnsupportedMediaType", "the embedded API takes JSON, not " + wire.type());
    }
    if (wire.body().isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    JsonNode tree = JSON.readTree(wire.body());
    if (!(tree instanceof ObjectNode object)) {
      throw new IllegalArgumentException("no object");
    }
    return object;
  }

  private static WireReply failure(KubeFailure e) {
    return WireReply.of(e.code(), "application/json", text(e.status()));
  }

  private static String text(JsonNode tree) {
    return tree.toString();
  }

  /** Creates an object as the cluster's own controllers do, without any check. */
  void seed(KubeResource resource, ObjectNode object) {
    synchronized (objects) {
      store.create(
          new KubeWrite(
              KubeUser.admin(),
              resource,
              "",
              "",
              object,
              new KubeWrite.Options("kube-apiserver", false, false)));
    }
  }

  Map<String, Object> state() {
    synchronized (objects) {
      return objects.all();
    }
  }
}
