package dev.onboard4j.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An SDK that exports spans into memory, and counts those that were started and not ended. */
final class Traces implements SpanProcessor {
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final AtomicInteger unended = new AtomicInteger();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(this)
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  int unended() {
    return unended.get();
  }

  List<SpanData> all() {
    return exporter.getFinishedSpanItems();
  }

  List<SpanData> named(String name) {
    return all().stream().filter(span -> span.getName().equals(name)).toList();
  }

  SpanData one(String name) {
    List<SpanData> named = named(name);
    if (named.size() != 1) {
      throw new AssertionError(named.size() + " spans have the name " + name);
    }
    return named.get(0);
  }

  /** The span above, if it was exported. */
  @Nullable SpanData parent(SpanData span) {
    return byId().get(span.getParentSpanId());
  }

  Map<String, SpanData> byId() {
    return all().stream().collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));
  }

  /** The spans of requests. */
  List<SpanData> requests() {
    return all().stream().filter(span -> text(span, "onboard4j.api") != null).toList();
  }

  /** How many spans have each name. */
  static Map<String, Long> names(List<SpanData> spans) {
    return spans.stream()
        .collect(Collectors.groupingBy(SpanData::getName, TreeMap::new, Collectors.counting()));
  }

  static @Nullable String text(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  void stop() {
    sdk.close();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    unended.incrementAndGet();
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    unended.decrementAndGet();
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
