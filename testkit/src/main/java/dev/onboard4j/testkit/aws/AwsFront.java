package dev.onboard4j.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.cloud.Traffic;
import dev.onboard4j.testkit.cloud.WireExchange;
import dev.onboard4j.testkit.cloud.WireReply;
import dev.onboard4j.testkit.cloud.WireRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads requests from the wire protocols, writes replies to them, and applies faults. */
final class AwsFront {
  private static final ObjectMapper JSON = new ObjectMapper();
  // Signature Version 4: Credential=KEY/DATE/REGION/SERVICE/aws4_request
  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^/]+/\\d+/([^/]+)/([^/]+)/aws4_request");
  private static final String IAM = "https://iam.amazonaws.com/doc/2010-05-08/";
  private static final String STS = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final String EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/";
  private static final String REQUEST_ID = "00000000-0000-0000-0000-000000000000";

  private final AwsWorld world;
  private final Traffic traffic;
  private final Clock clock = Clock.systemUTC();

  AwsFront(AwsWorld world, Traffic traffic) {
    this.world = world;
    this.traffic = traffic;
  }

  WireReply answer(WireRequest request) {
    Instant at = clock.instant();
    AwsCall call;
    try {
      call = parse(request);
    } catch (AwsFailure e) {
      return failure("iam", e);
    }
    WireReply reply = traffic.answer(call.name(), new AwsExchange(call));
    traffic.record(recorded(at, call, reply));
    return reply.after(traffic.latency());
  }

  private static RecordedCall recorded(Instant at, AwsCall call, WireReply reply) {
    return new RecordedCall(
        at,
        call.service(),
        call.action(),
        subject(call),
        call.parameters().toString(),
        reply.statusSeen(),
        call.reads() ? RecordedCall.Effect.READ : RecordedCall.Effect.WRITE);
  }

  /** Answers a request that bypasses the wire and the faults. */
  Optional<String> direct(AwsCall call) {
    try {
      // A person acts later: what lagged is visible by then.
      world.settle();
      world.call(call);
      return Optional.empty();
    } catch (AwsFailure e) {
      return Optional.of(e.code());
    }
  }

  private static AwsCall parse(WireRequest request) {
    Matcher scope = SCOPE.matcher(request.authorization());
    if (!scope.find()) {
      throw new AwsFailure(403, "MissingAuthenticationToken", "Missing Authentication Token");
    }
    String region = scope.group(1);
    String service = scope.group(2);
    if (service.equals("eks")) {
      return EksRoutes.parse(request, region);
    }
    Map<String, String> form = WireRequest.form(request.body());
    String action = form.getOrDefault("Action", "Unknown");
    form.remove("Action");
    form.remove("Version");
    return new AwsCall(service, region, action, form, 0);
  }

  private WireReply reply(AwsCall call) {
    if (!world.allows(call)) {
      return failure(call.service(), denied(call));
    }
    try {
      return success(call, world.call(call));
    } catch (AwsFailure e) {
      return failure(call.service(), e);
    }
  }

  /** A request and its replies in its service's protocol. */
  private final class AwsExchange implements WireExchange {
    private final AwsCall call;

    AwsExchange(AwsCall call) {
      this.call = call;
    }

    @Override
    public WireReply done(int lookups) {
      return reply(call.hiding(lookups));
    }

    @Override
    public WireReply throttled() {
      return failure(call.service(), AwsFront.throttled(call.service()));
    }

    @Override
    public WireReply unavailable() {
      return failure(
          call.service(), new AwsFailure(503, AwsFront.unavailable(call), "Please try again."));
    }

    @Override
    public WireReply denied() {
      return failure(call.service(), AwsFront.denied(call));
    }

    @Override
    public WireReply failed() {
      return failure(
          call.service(), new AwsFailure(500, "InternalFailure", "An internal error occurred."));
    }
  }

  private static String unavailable(AwsCall call) {
    return switch (call.service()) {
      case "ec2" -> "Unavailable";
      case "eks" -> "ServiceUnavailableException";
      default -> "ServiceUnavailable";
    };
  }

  private static AwsFailure throttled(String service) {
    return switch (service) {
      case "ec2" -> new AwsFailure(503, "RequestLimitExceeded", "Request limit exceeded.");
      case "eks" -> new AwsFailure(429, "ThrottlingException", "Rate exceeded");
      default -> new AwsFailure(400, "Throttling", "Rate exceeded");
    };
  }

  private static AwsFailure denied(AwsCall call) {
    String user = "arn:" + call.partition() + ":iam::" + EmbeddedAws.ACCOUNT + ":user/local";
    String words = "User: " + user + " is not authorized to perform: " + call.name();
    return switch (call.service()) {
      case "ec2" ->
          new AwsFailure(
              403,
              "UnauthorizedOperation",
              "You are not authorized to perform this operation. " + words);
      case "eks" -> new AwsFailure(403, "AccessDeniedException", words);
      default -> new AwsFailure(403, "AccessDenied", words);
    };
  }

  private static WireReply success(AwsCall call, Map<String, Object> result) {
    if (call.service().equals("eks")) {
      return WireReply.of(200, "application/json", json(result));
    }
    String root = call.action() + "Response";
    Map<String, Object> content = new LinkedHashMap<>();
    if (call.service().equals("ec2")) {
      content.put("requestId", REQUEST_ID);
      content.putAll(result);
      return WireReply.of(200, "text/xml;charset=UTF-8", Xml.write(root, EC2, "item", content));
    }
    content.put(call.action() + "Result", result);
    content.put("ResponseMetadata", Map.of("RequestId", REQUEST_ID));
    return WireReply.of(
        200, "text/xml", Xml.write(root, namespace(call.service()), "member", content));
  }

  private static WireReply failure(String service, AwsFailure e) {
    String message = String.valueOf(e.getMessage());
    return switch (service) {
      case "eks" ->
          WireReply.of(e.status(), "application/json", json(Map.of("message", message)))
              .header("x-amzn-ErrorType", e.code());
      case "ec2" -> WireReply.of(e.status(), "text/xml", ec2Failure(e.code(), message));
      default -> WireReply.of(e.status(), "text/xml", queryFailure(namespace(service), e, message));
    };
  }

  private static String ec2Failure(String code, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("Code", code);
    error.put("Message", message);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("Errors", Map.of("Error", error));
    content.put("RequestID", REQUEST_ID);
    return Xml.write("Response", "", "item", content);
  }

  private static String queryFailure(String namespace, AwsFailure e, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("Type", e.status() >= 500 ? "Receiver" : "Sender");
    error.put("Code", e.code());
    error.put("Message", message);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("Error", error);
    content.put("RequestId", REQUEST_ID);
    return Xml.write("ErrorResponse", namespace, "member", content);
  }

  private static String namespace(String service) {
    return service.equals("sts") ? STS : IAM;
  }

  private static String json(Map<String, Object> tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a JSON tree", e);
    }
  }

  /** The first parameter that names an object. */
  private static String subject(AwsCall call) {
    Map<String, String> sorted = new TreeMap<>(call.parameters());
    return sorted.entrySet().stream()
        .filter(
            entry -> {
              String key = entry.getKey().toLowerCase(Locale.ROOT);
              return key.endsWith("name") || key.endsWith("arn") || key.endsWith("id");
            })
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
