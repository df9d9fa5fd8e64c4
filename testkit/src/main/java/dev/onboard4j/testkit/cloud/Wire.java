package dev.onboard4j.testkit.cloud;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Serves an embedded cloud over HTTP: one WireMock server, one function that answers every request.
 */
public final class Wire implements AutoCloseable {
  /** More than the parallel requests of any client: a delayed reply occupies a thread. */
  private static final int THREADS = 300;

  private final WireMockServer server;

  /** Starts on that port, or on a free one for 0; the function answers every request. */
  public Wire(int port, Function<WireRequest, WireReply> cloud) {
    WireMockConfiguration options =
        WireMockConfiguration.options()
            .bindAddress("127.0.0.1")
            .containerThreads(THREADS)
            .disableRequestJournal()
            .stubRequestLoggingDisabled(true)
            .gzipDisabled(true)
            .extensions(new Answering(cloud));
    server = new WireMockServer(port == 0 ? options.dynamicPort() : options.port(port));
    server.start();
  }

  /** Where it listens. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  @Override
  public void close() {
    server.stop();
  }

  private record Answering(Function<WireRequest, WireReply> cloud) implements StubRequestFilterV2 {
    @Override
    public String getName() {
      return "embedded-cloud";
    }

    @Override
    public RequestFilterAction filter(Request request, ServeEvent event) {
      return RequestFilterAction.stopWith(definition(cloud.apply(WireRequest.of(request))));
    }

    private static ResponseDefinition definition(WireReply reply) {
      ResponseDefinitionBuilder response =
          ResponseDefinitionBuilder.responseDefinition().withStatus(reply.status());
      reply.headers().forEach(response::withHeader);
      response.withFixedDelay((int) reply.delay().toMillis());
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      return switch (reply.ending()) {
        case WHOLE -> response.withBody(body).build();
        case CUT -> response.withFault(Fault.CONNECTION_RESET_BY_PEER).build();
        case HALF ->
            response
                .withHeader("Content-Length", String.valueOf(body.length))
                .withBody(Arrays.copyOf(body, body.length / 2))
                .build();
      };
    }
  }
}
