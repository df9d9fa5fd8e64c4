package dev.onboard4j.testkit;

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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets tests in any language look into an embedded cloud and make it fail, over HTTP on loopback.
 *
 * <p>{@code GET /calls} (JSON lines), {@code DELETE /calls}, {@code GET /state}, {@code POST
 * /faults}, {@code DELETE /faults}. Thread-safe.
 */
public final class EmbeddedControl implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmbeddedAws aws;
  private final HttpServer server;

  private EmbeddedControl(EmbeddedAws aws, HttpServer server) {
    this.aws = aws;
    this.server = server;
  }

  /**
   * Starts it on that port, or on a free one for 0.
   *
   * @throws IOException if the port is taken
   */
  public static EmbeddedControl start(EmbeddedAws aws, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    EmbeddedControl control = new EmbeddedControl(aws, server);
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
        case "GET /state" -> reply(exchange, 200, JSON.writeValueAsString(aws.state()));
        case "DELETE /calls" -> {
          aws.forgetCalls();
          reply(exchange, 204, "");
        }
        case "DELETE /faults" -> {
          aws.faults().clear();
          reply(exchange, 204, "");
        }
        case "POST /faults" -> fault(exchange);
        default -> reply(exchange, 404, "{\"error\":\"no such thing here\"}");
      }
    }
  }

  private void fault(HttpExchange exchange) throws IOException {
    try {
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      Fault fault = Fault.parse(body.path("fault").asText());
      aws.faults().on(body.path("match").asText("*"), body.path("nth").asInt(1), fault);
      reply(exchange, 204, "");
    } catch (JsonProcessingException | IllegalArgumentException e) {
      reply(
          exchange, 400, JSON.writeValueAsString(Map.of("error", String.valueOf(e.getMessage()))));
    }
  }

  private String calls() throws JsonProcessingException {
    StringBuilder lines = new StringBuilder();
    for (RecordedCall call : aws.calls()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("at", call.at().toString());
      line.put("service", call.service());
      line.put("action", call.action());
      line.put("resource", call.resource());
      line.put("status", call.status());
      line.put("write", call.effect() == RecordedCall.Effect.WRITE);
      lines.append(JSON.writeValueAsString(line)).append('\n');
    }
    return lines.toString();
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
