package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.cloud.WireReply;
import dev.onboard4j.testkit.cloud.WireRequest;

/** Writes replies and errors with the headers of their service. Guarded by the world. */
final class AzureHeaders {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String CAUSE = "x-ms-failure-cause";
  // az's recordings: Graph's type on success; errors are plain JSON.
  private static final String ODATA =
      "application/json;odata.metadata=minimal;odata.streaming=true;"
          + "IEEE754Compatible=false;charset=utf-8";

  private final AzureWorld world;

  AzureHeaders(AzureWorld world) {
    this.world = world;
  }

  WireReply reply(WireRequest request, AzureAsked asked, AzureReply reply) {
    boolean graph = asked.service().equals("graph");
    WireReply wire = WireReply.of(reply.status(), graph ? ODATA : JSON, reply.text());
    for (var header : reply.headers().entrySet()) {
      wire = wire.header(header.getKey(), header.getValue());
    }
    return identified(request, asked, wire, world.ids().next("request"));
  }

  private static WireReply identified(
      WireRequest request, AzureAsked asked, WireReply wire, String id) {
    String client = request.headers().getOrDefault("x-ms-client-request-id", "");
    return switch (asked.service()) {
      case "arm" ->
          arm(asked, client.isEmpty() ? wire : wire.header("x-ms-client-request-id", client), id);
      case "graph" ->
          wire.header("request-id", id)
              .header("client-request-id", clientId(request, id))
              .header("x-ms-resource-unit", "1");
      default -> wire.header("x-ms-request-id", id);
    };
  }

  private static String clientId(WireRequest request, String otherwise) {
    return request.headers().getOrDefault("client-request-id", otherwise);
  }

  /** The buckets as az recorded them in 2025. */
  private static WireReply arm(AzureAsked asked, WireReply wire, String id) {
    WireReply named =
        wire.header("x-ms-request-id", id)
            .header("x-ms-correlation-request-id", id)
            .header("x-ms-routing-request-id", "WESTEUROPE:20260101T000000Z:" + id)
            .header("Cache-Control", "no-cache");
    String bucket = "x-ms-ratelimit-remaining-subscription-";
    if (asked.effect() == RecordedCall.Effect.READ) {
      return named.header("x-ms-ratelimit-remaining-subscription-global-reads", "16499");
    }
    return asked.action().endsWith("/delete")
        ? named.header(bucket + "deletes", "199").header(bucket + "global-deletes", "14999")
        : named.header(bucket + "writes", "199").header(bucket + "global-writes", "2999");
  }

  WireReply failure(WireRequest request, AzureAsked asked, AzureFailure failure) {
    String id = world.ids().next("request");
    JsonNode body =
        switch (asked.service()) {
          case "arm" -> armError(failure);
          case "graph" -> graphError(failure, id, clientId(request, id));
          default -> loginError(failure, id);
        };
    WireReply wire = WireReply.of(failure.status(), "application/json", body.toString());
    WireReply known = failure.status() == 401 ? challenged(wire, asked) : wire;
    WireReply told = asked.service().equals("arm") ? known.header(CAUSE, "gateway") : known;
    return identified(request, asked, told, id);
  }

  private static WireReply challenged(WireReply wire, AzureAsked asked) {
    return asked.service().equals("login")
        ? wire
        : wire.header(
            "WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.microsoftonline.com/"
                + (EmbeddedAzure.TENANT + "\", error=\"invalid_token\""));
  }

  private static ObjectNode armError(AzureFailure failure) {
    ObjectNode body = AzureJson.object();
    body.putObject("error").put("code", failure.code()).put("message", failure.text());
    return body;
  }

  /** graph, "Microsoft Graph error responses". */
  private ObjectNode graphError(AzureFailure failure, String id, String client) {
    ObjectNode body = AzureJson.object();
    ObjectNode error = body.putObject("error");
    error.put("code", failure.code()).put("message", failure.text());
    ObjectNode inner = error.putObject("innerError");
    inner.put("date", world.clock().instant().toString().replaceFirst("[.Z].*", ""));
    inner.put("request-id", id).put("client-request-id", client);
    return body;
  }

  /** The code is {@code invalid_client/7000215}: OAuth's error, and Entra's number. */
  private ObjectNode loginError(AzureFailure failure, String id) {
    String[] code = failure.code().split("/", 2);
    String time = world.clock().instant().toString().replaceFirst("\\..*|Z$", "Z");
    String stamp = time.replace('T', ' ');
    ObjectNode body = AzureJson.object();
    body.put("error", code[0]);
    body.put(
        "error_description",
        (failure.text() + "\r\nTrace ID: " + id + "\r\nCorrelation ID: " + id)
            + ("\r\nTimestamp: " + stamp));
    body.putArray("error_codes").add(code.length > 1 ? Integer.parseInt(code[1]) : 90002);
    body.put("timestamp", stamp).put("trace_id", id).put("correlation_id", id);
    body.put(
        "error_uri",
        "https://login.microsoftonline.com/error?code=" + (code.length > 1 ? code[1] : "90002"));
    return body;
  }

  /** Refused for a missing right. */
  AzureFailure denial(AzureAsked asked) {
    return switch (asked.service()) {
      case "arm" -> AzureRights.denied(AzureWorld.ADMINISTRATOR, asked.action(), asked.resource());
      case "graph" ->
          new AzureFailure(
              403,
              "Authorization_RequestDenied",
              "Insufficient privileges to complete the operation.");
      default ->
          new AzureFailure(
              400,
              "access_denied/53003",
              "AADSTS53003: Access has been blocked by Conditional Access policies. The access"
                  + " policy does not allow token issuance.");
    };
  }
}
