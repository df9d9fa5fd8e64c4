package dev.onboard4j.testkit.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lets tests in any language inspect embedded clouds and plan faults, over HTTP on loopback.
 *
 * <p>{@code GET /calls} (JSON lines), {@code DELETE /calls}, {@code GET /state}, {@code POST
 * /faults}, {@code DELETE /faults}. Thread-safe.
 */
public final class EmbeddedControl implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<EmbeddedCloud> clouds;
  private final HttpServer server;

  private EmbeddedControl(List<EmbeddedCloud> clouds, HttpServer server) {
    this.clouds = List.copyOf(clouds);
    this.server = server;
  }

  /**
   * Starts it on that port, or on a free one for 0.
   *
   * @throws IOException if the port is taken
   */
  public static EmbeddedControl start(List<EmbeddedCloud> clouds, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    EmbeddedControl control = new EmbeddedControl(clouds, server);
    server.createContext("/", control::handle);
    server.start();
    return control;
  }

  /** Where it listens. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    try (exchange) {
      switch (request) {
        case "GET /calls" -> reply(exchange, 200, calls());
        case "GET /state" -> reply(exchange, 200, JSON.writeValueAsString(state()));
        case "DELETE /calls" -> change(exchange, EmbeddedCloud::forgetCalls);
        case "DELETE /faults" -> change(exchange, cloud -> cloud.faults().clear());
        case "POST /faults" -> fault(exchange);
        default -> reply(exchange, 404, "{\"error\":\"no such thing here\"}");
      }
    }
  }

  private void change(HttpExchange exchange, Consumer<EmbeddedCloud> change) throws IOException {
    clouds.forEach(change);
    reply(exchange, 204, "");
  }

  private void fault(HttpExchange exchange) throws IOException {
    try {
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      Fault fault = Fault.parse(body.path("fault").asText());
      String match = body.path("match").asText("*");
      int nth = body.path("nth").asInt(1);
      clouds.forEach(cloud -> cloud.faults().on(match, nth, fault));
      reply(exchange, 204, "");
    } catch (JsonProcessingException | IllegalArgumentException e) {
      reply(
          exchange, 400, JSON.writeValueAsString(Map.of("error", String.valueOf(e.getMessage()))));
    }
  }

  private Map<String, Object> state() {
    Map<String, Object> all = new TreeMap<>();
    clouds.forEach(cloud -> all.putAll(cloud.state()));
    return all;
  }

  private String calls() throws JsonProcessingException {
    StringBuilder lines = new StringBuilder();
    List<RecordedCall> all =
        clouds.stream()
            .flatMap(cloud -> cloud.calls().stream())
            .sorted(Comparator.comparing(RecordedCall::at))
            .toList();
    for (RecordedCall call : all) {
      lines.append(JSON.writeValueAsString(tree(call))).append('\n');
    }
    return lines.toString();
  }

  private static Map<String, Object> tree(RecordedCall call) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", call.at().toString());
    tree.put("service", call.service());
    tree.put("action", call.action());
    tree.put("resource", call.resource());
    tree.put("status", call.status());
    tree.put("write", call.effect() == RecordedCall.Effect.WRITE);
    return tree;
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
