package dev.onboard4j.testkit.google;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import com.google.rpc.Status;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the same APIs over HTTP and JSON for tools without gRPC.
 *
 * <p>The routes follow the google.api.http annotations of the methods.
 */
final class GcpRest implements AutoCloseable {
  // google.rpc.Code and its HTTP mapping.
  private static final Map<Code, Integer> HTTP =
      Map.of(
          Code.INVALID_ARGUMENT, 400,
          Code.FAILED_PRECONDITION, 400,
          Code.UNAUTHENTICATED, 401,
          Code.PERMISSION_DENIED, 403,
          Code.NOT_FOUND, 404,
          Code.ALREADY_EXISTS, 409,
          Code.ABORTED, 409,
          Code.RESOURCE_EXHAUSTED, 429,
          Code.UNIMPLEMENTED, 501,
          Code.UNAVAILABLE, 503);

  private static final Pattern MANAGED_POLICY =
      Pattern.compile("/v2/projects/([^/:]+)/policies/([^/:]+):getEffectivePolicy");
  private static final Pattern ORG_POLICY =
      Pattern.compile("/v1/projects/([^/:]+):getEffectiveOrgPolicy");

  private final List<GcpRoute> routes = new ArrayList<>();
  private final GcpOrgPolicies policies;
  private final ManagedChannel channel;
  private final HttpServer server;

  GcpRest(
      List<ServerServiceDefinition> services, GcpOrgPolicies policies, int grpc, Executor threads)
      throws IOException {
    this.policies = policies;
    services.forEach(
        service ->
            service
                .getMethods()
                .forEach(method -> routes.addAll(GcpRoute.of(method.getMethodDescriptor()))));
    olderProjects();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", grpc).usePlaintext().build();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Adds the paths of Resource Manager v1, which lack the word projects. */
  private void olderProjects() {
    for (GcpRoute route : List.copyOf(routes)) {
      String verb = route.path().pattern().replaceFirst(".*:([A-Za-z]+)\\\\E$", "$1");
      if (route.path().pattern().startsWith("\\Q/v3/") && verb.endsWith("IamPolicy")) {
        routes.add(GcpRoute.of("POST", "/v1/{resource=projects/*}:" + verb, "*", route.method()));
      }
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Matcher policy = ORG_POLICY.matcher(path);
      if (answered(exchange, path)) {
        return;
      }
      Matcher managed = MANAGED_POLICY.matcher(path);
      if (policy.matches()) {
        orgPolicy(exchange, policy.group(1));
      } else if (managed.matches()) {
        managedPolicy(exchange, managed.group(1), managed.group(2));
      } else {
        fail(exchange, GcpError.notFound("No method at " + path));
      }
    }
  }

  private boolean answered(HttpExchange exchange, String path) throws IOException {
    for (GcpRoute route : routes) {
      Optional<Map<String, String>> values = route.match(exchange.getRequestMethod(), path);
      if (values.isPresent()) {
        answer(exchange, route, values.get());
        return true;
      }
    }
    return false;
  }

  private void orgPolicy(HttpExchange exchange, String project) throws IOException {
    try {
      Struct.Builder request = Struct.newBuilder();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      JsonFormat.parser().merge(body, request);
      reply(
          exchange, 200, JsonFormat.printer().print(policies.effective(project, request.build())));
    } catch (StatusRuntimeException e) {
      fail(exchange, e);
    }
  }

  private void managedPolicy(HttpExchange exchange, String project, String policy)
      throws IOException {
    try {
      Message reply = policies.effectiveManaged(project, policy);
      reply(exchange, 200, JsonFormat.printer().print(reply));
    } catch (StatusRuntimeException e) {
      fail(exchange, e);
    }
  }

  private void answer(HttpExchange exchange, GcpRoute route, Map<String, String> values)
      throws IOException {
    try {
      Message reply = call(route.method(), request(exchange, route, values));
      reply(exchange, 200, JsonFormat.printer().print(reply));
    } catch (StatusRuntimeException e) {
      fail(exchange, e);
    } catch (InvalidProtocolBufferException e) {
      fail(exchange, GcpError.invalid("Invalid JSON payload received. " + e.getMessage()));
    }
  }

  @SuppressWarnings("unchecked") // requests and replies of every method are messages
  private Message call(MethodDescriptor<?, ?> method, Message request) {
    return ClientCalls.blockingUnaryCall(
        channel, (MethodDescriptor<Message, Message>) method, CallOptions.DEFAULT, request);
  }

  private static Message request(HttpExchange exchange, GcpRoute route, Map<String, String> values)
      throws IOException {
    Message.Builder request = prototype(route.method()).newBuilderForType();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!body.isBlank() && !route.body().isEmpty()) {
      Message.Builder part =
          route.body().equals("*")
              ? request
              : request.getFieldBuilder(field(request, route.body()));
      JsonFormat.parser().ignoringUnknownFields().merge(body, part);
    }
    query(exchange).forEach((name, value) -> set(request, name, value));
    values.forEach((name, value) -> set(request, name, value));
    return request.build();
  }

  private static Message prototype(MethodDescriptor<?, ?> method) {
    if (method.getRequestMarshaller() instanceof MethodDescriptor.PrototypeMarshaller<?> marshaller
        && marshaller.getMessagePrototype() instanceof Message message) {
      return message;
    }
    throw new IllegalStateException("no message: " + method.getFullMethodName());
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static FieldDescriptor field(Message.Builder message, String name) {
    return message.getDescriptorForType().getFields().stream()
        .filter(field -> field.getName().equals(name) || field.getJsonName().equals(name))
        .findFirst()
        .orElseThrow(() -> GcpError.invalid("Unknown name \"" + name + "\""));
  }

  /** Sets a path such as {@code options.requestedPolicyVersion}; ignores unknown parameters. */
  private static void set(Message.Builder message, String path, String value) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    if (!hasField(message, name)) {
      return;
    }
    FieldDescriptor field = field(message, name);
    if (dot >= 0) {
      set(message.getFieldBuilder(field), path.substring(dot + 1), value);
      return;
    }
    merge(message.clearField(field), field, value);
  }

  private static boolean hasField(Message.Builder message, String name) {
    return message.getDescriptorForType().getFields().stream()
        .anyMatch(field -> field.getName().equals(name) || field.getJsonName().equals(name));
  }

  private static void merge(Message.Builder message, FieldDescriptor field, String value) {
    String json = "{\"" + field.getJsonName() + "\":" + literal(field, value) + "}";
    try {
      JsonFormat.parser().ignoringUnknownFields().merge(json, message);
    } catch (InvalidProtocolBufferException e) {
      throw GcpError.invalid("Invalid value at '" + field.getName() + "': " + value);
    }
  }

  private static String literal(FieldDescriptor field, String value) {
    String quoted = "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    String one = field.getJavaType() == FieldDescriptor.JavaType.BOOLEAN ? value : quoted;
    return field.isRepeated() ? "[" + one + "]" : one;
  }

  /** The form of Google's errors over HTTP. */
  private static void fail(HttpExchange exchange, StatusRuntimeException e) throws IOException {
    Status status = StatusProto.fromThrowable(e);
    Code code = Code.forNumber(status == null ? Code.UNKNOWN_VALUE : status.getCode());
    int http = HTTP.getOrDefault(code, 500);
    StringBuilder body = new StringBuilder("{\"error\":{\"code\":").append(http);
    body.append(",\"message\":").append(literal(status == null ? "" : status.getMessage()));
    body.append(",\"status\":\"").append(code).append("\"}}");
    reply(exchange, http, body.toString());
  }

  private static String literal(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    channel.shutdownNow();
  }
}
