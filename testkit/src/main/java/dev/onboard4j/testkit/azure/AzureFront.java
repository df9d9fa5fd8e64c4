package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.cloud.Traffic;
import dev.onboard4j.testkit.cloud.WireExchange;
import dev.onboard4j.testkit.cloud.WireReply;
import dev.onboard4j.testkit.cloud.WireRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells the three services apart by the path, runs one request at a time, and applies faults. */
final class AzureFront {
  private static final List<String> LOGIN = List.of("oauth2", "discovery", ".well-known");

  private final AzureWorld world;
  private final Traffic traffic;
  private final AzureTokens tokens;
  private final AzureHeaders headers;
  private final Arm arm;
  private final Graph graph;
  private final Login login;

  AzureFront(AzureWorld world, Graph graph, Traffic traffic) {
    this.world = world;
    this.traffic = traffic;
    tokens = new AzureTokens(world);
    headers = new AzureHeaders(world);
    arm = new Arm(world);
    this.graph = graph;
    login = new Login(world, tokens);
  }

  WireReply answer(WireRequest request) {
    Instant at = world.clock().instant();
    AzureAsked asked = asked(request);
    WireReply reply = traffic.answer(asked.name(), new AzureExchange(request, asked));
    traffic.record(
        new RecordedCall(
            at,
            asked.service(),
            asked.action(),
            asked.resource(),
            String.join("/", request.path()) + request.query() + request.body(),
            reply.statusSeen(),
            asked.effect()));
    return reply.after(traffic.latency());
  }

  /** Answers a request of somebody else, which bypasses the wire, the faults and the record. */
  WireReply direct(String method, URI uri, String body) {
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    WireRequest request =
        new WireRequest(
            method,
            Stream.of(uri.getPath().split("/", -1)).filter(part -> !part.isEmpty()).toList(),
            WireRequest.form(query),
            Map.of(),
            "Bearer " + AzureTokens.SOMEBODY,
            "application/json",
            body);
    return new AzureExchange(request, asked(request)).done(0);
  }

  private AzureAsked asked(WireRequest request) {
    String base = base(request);
    if (request.path().stream().anyMatch(LOGIN::contains)) {
      return login.asked(request, base);
    }
    boolean ofGraph = !request.path().isEmpty() && request.path().get(0).matches("v1\\.0|beta");
    return ofGraph
        ? graph.asked(request, hidden -> call(request, "graph", base, hidden))
        : arm.asked(request, hidden -> call(request, "arm", base, hidden));
  }

  /** Where the client believes the service to be: a client in front of a proxy says so. */
  private static String base(WireRequest request) {
    String host = request.headers().getOrDefault("x-forwarded-host", "");
    return host.isEmpty()
        ? "http://" + request.headers().getOrDefault("host", "127.0.0.1")
        : request.headers().getOrDefault("x-forwarded-proto", "https") + "://" + host;
  }

  private AzureCall call(WireRequest request, String service, String base, int hidden) {
    AzurePrincipal caller = tokens.sender(request.authorization(), service);
    return new AzureCall(request, body(request), caller, base, hidden);
  }

  private static ObjectNode body(WireRequest request) {
    try {
      return AzureJson.parse(request.body());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new AzureFailure(
          400,
          "InvalidRequestContent",
          "The request content was invalid and could not be deserialized.");
    }
  }

  /** A request and its replies, with the errors of its service. */
  private final class AzureExchange implements WireExchange {
    private final WireRequest request;
    private final AzureAsked asked;

    AzureExchange(WireRequest request, AzureAsked asked) {
      this.request = request;
      this.asked = asked;
    }

    @Override
    public WireReply done(int lookups) {
      synchronized (world) {
        try {
          return headers.reply(request, asked, asked.answer().apply(lookups));
        } catch (AzureFailure e) {
          return headers.failure(request, asked, e);
        }
      }
    }

    private WireReply refused(AzureFailure failure) {
      synchronized (world) {
        return headers.failure(request, asked, failure);
      }
    }

    @Override
    public WireReply throttled() {
      // azure-docs, "Understand how Resource Manager throttles requests"; Graph, "Throttling".
      String code = asked.service().equals("arm") ? "SubscriptionRequestsThrottled" : "429";
      boolean graph = asked.service().equals("graph");
      String message = graph ? "Please retry again later." : "Too many requests.";
      return refused(new AzureFailure(429, graph ? "TooManyRequests" : code, message))
          .header("Retry-After", "10");
    }

    @Override
    public WireReply unavailable() {
      return refused(
          new AzureFailure(
              503, "ServiceUnavailable", "The service is unavailable. Please try again later."));
    }

    @Override
    public WireReply denied() {
      return refused(headers.denial(asked));
    }

    @Override
    public WireReply failed() {
      return refused(
          new AzureFailure(500, "InternalServerError", "The server encountered an error."));
    }
  }
}
