package dev.onboard4j.opentelemetry;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.onboard4j.Onboarding;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a collector receives over OTLP. */
final class OtlpExportTest {
  // Field numbers of opentelemetry/proto/trace/v1/trace.proto.
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int SPAN_ID = 2;
  private static final int PARENT_SPAN_ID = 4;
  private static final int NAME = 5;

  private record Received(ByteString id, ByteString parent, String name) {}

  @Test
  void aCollectorReceivesTheTreeOfTheRun() throws InvalidProtocolBufferException {
    WireMockServer collector = new WireMockServer(options().dynamicPort());
    collector.start();
    List<Received> spans = new ArrayList<>();
    Map<String, Long> arrived;
    try (AwsWorld world = AwsWorld.start()) {
      collector.stubFor(post(anyUrl()).willReturn(ok()));
      OpenTelemetrySdk sdk = exportingTo(collector.baseUrl() + "/v1/traces");
      Onboarding onboarding = OnboardingTracing.of(sdk).observe(world.onboarding());
      onboarding.plan(world.cluster("prod")).apply();
      sdk.close();
      arrived = world.arrived();
      for (var request : collector.findAll(postRequestedFor(urlEqualTo("/v1/traces")))) {
        spans.addAll(spans(request.getBody()));
      }
    } finally {
      collector.stop();
    }
    assertThat(names(spans)).containsAllEntriesOf(arrived);
    assertThat(path(spans, "iam:CreateInstanceProfile"))
        .containsExactly("iam:CreateInstanceProfile", "create instance-profile", "onboard4j apply");
  }

  private static OpenTelemetrySdk exportingTo(String endpoint) {
    OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build())
        .build();
  }

  private static List<Received> spans(byte[] body) throws InvalidProtocolBufferException {
    List<Received> spans = new ArrayList<>();
    for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(body), RESOURCE_SPANS)) {
      for (UnknownFieldSet scope : messages(resource, SCOPE_SPANS)) {
        for (UnknownFieldSet span : messages(scope, SPANS)) {
          spans.add(
              new Received(
                  bytes(span, SPAN_ID),
                  bytes(span, PARENT_SPAN_ID),
                  bytes(span, NAME).toStringUtf8()));
        }
      }
    }
    return spans;
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field)
      throws InvalidProtocolBufferException {
    List<UnknownFieldSet> messages = new ArrayList<>();
    for (ByteString bytes : message.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }

  private static ByteString bytes(UnknownFieldSet message, int field) {
    List<ByteString> values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(0);
  }

  private static Map<String, Long> names(List<Received> spans) {
    return spans.stream()
        .collect(Collectors.groupingBy(Received::name, TreeMap::new, Collectors.counting()));
  }

  /** The names from a span up to the root. */
  private static List<String> path(List<Received> spans, String name) {
    Map<ByteString, Received> byId = new HashMap<>();
    spans.forEach(span -> byId.put(span.id(), span));
    List<String> path = new ArrayList<>();
    Received at = spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
    while (at != null) {
      path.add(at.name());
      at = byId.get(at.parent());
    }
    return path;
  }
}
