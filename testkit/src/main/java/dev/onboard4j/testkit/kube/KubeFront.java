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
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes requests apart, asks who sends them and whether he may, and answers; faults strike here.
 */
final class KubeFront {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "token-of-";
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
    String action = "kubernetes:" + request.action();
    WireReply reply = traffic.answer(action, new KubeExchange(wire, request));
    traffic.record(
        new RecordedCall(
            at,
            "kubernetes",
            request.action(),
            request.namespace().isEmpty() || request.plural().equals("namespaces")
                ? request.name()
                : request.namespace() + "/" + request.name(),
            wire.path() + " " + wire.query() + " " + wire.body(),
            reply.statusSeen(),
            request.reads() || wire.query().containsKey("dryRun")
                ? RecordedCall.Effect.READ
                : RecordedCall.Effect.WRITE));
    return reply.after(traffic.latency());
  }

  /** A request and its replies; what one makes is visible at once, so nothing hides it. */
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

  /** kubectl sends no token over plain HTTP; whoever reaches a loopback port owns it. */
  private KubeUser user(WireRequest wire) {
    String token = wire.authorization().replaceFirst("^Bearer ", "");
    if (token.isEmpty() || token.equals("local") || token.startsWith("k8s-aws-v1.")) {
      return KubeUser.admin();
    }
    if (!token.startsWith(TOKEN)) {
      throw KubeFailure.unauthorized();
    }
    String name = token.substring(TOKEN.length());
    if (name.startsWith("system:serviceaccount:")) {
      String[] parts = name.split(":", -1);
      return KubeUser.account(parts[2], parts[3]);
    }
    return name.equals(KubeUser.admin().name()) ? KubeUser.admin() : KubeUser.named(name);
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
    if (!rbac.allows(
        user,
        request.verb(),
        request.group(),
        request.target(),
        request.namespace(),
        request.name())) {
      throw denied(user, request);
    }
    ObjectNode body = body(wire);
    if (review) {
      return new KubeStore.Answer(201, reviews.review(user, request.plural(), body));
    }
    KubeResource resource = request.resource().get();
    if (!request.subresource().isEmpty()) {
      return token(request, resource, body);
    }
    return stored(user, wire, request, resource, body);
  }

  private KubeStore.Answer stored(
      KubeUser user,
      WireRequest wire,
      KubeRequest request,
      KubeResource resource,
      ObjectNode body) {
    KubeStore.Options options = KubeStore.Options.of(wire.query(), "java");
    String namespace = request.namespace();
    String name = request.name();
    return switch (request.verb()) {
      case "get" -> new KubeStore.Answer(200, store.get(resource, namespace, name));
      case "list" -> new KubeStore.Answer(200, store.list(resource, namespace, wire.query()));
      case "create" -> store.create(user, resource, namespace, body, options);
      case "update" -> store.update(user, resource, namespace, name, body, options);
      case "delete" -> deletion.delete(resource, namespace, name, body);
      case "patch" -> patched(user, wire, resource, namespace, name, body, options);
      default -> throw KubeFailure.of(405, "MethodNotAllowed", "the server does not allow this");
    };
  }

  private KubeStore.Answer patched(
      KubeUser user,
      WireRequest wire,
      KubeResource resource,
      String namespace,
      String name,
      ObjectNode body,
      KubeStore.Options options) {
    return switch (wire.type()) {
      case "application/apply-patch+yaml" -> {
        if (!wire.query().containsKey("fieldManager")) {
          throw KubeFailure.of(
              422,
              "Invalid",
              "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required"
                  + " for apply patch");
        }
        yield store.apply(user, resource, namespace, name, body, options);
      }
      case "application/merge-patch+json" ->
          store.merge(user, resource, namespace, name, body, options);
      default ->
          throw KubeFailure.of(
              415, "UnsupportedMediaType", "the embedded API knows merge and apply patches");
    };
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
    String where =
        request.namespace().isEmpty() || request.plural().equals("namespaces")
            ? " at the cluster scope"
            : " in the namespace \"" + request.namespace() + "\"";
    String what =
        "User \""
            + user.name()
            + "\" cannot "
            + request.verb()
            + " resource \""
            + request.target()
            + "\" in API group \""
            + request.group()
            + "\""
            + where;
    Optional<KubeResource> resource = request.resource();
    return resource.isPresent()
        ? KubeFailure.forbidden(resource.get(), request.name(), what)
        : KubeFailure.of(403, "Forbidden", request.target() + " is forbidden: " + what);
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

  /** Makes an object as the cluster's own controllers do, past every check. */
  void seed(KubeResource resource, String namespace, ObjectNode object) {
    synchronized (objects) {
      store.create(
          KubeUser.admin(),
          resource,
          namespace,
          object,
          new KubeStore.Options("kube-apiserver", false, false));
    }
  }

  Map<String, Object> state() {
    synchronized (objects) {
      return objects.all();
    }
  }
}
