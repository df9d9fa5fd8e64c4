package dev.onboard4j.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.run.OnboardingResult;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HostileTracerTest {
  enum When {
    START,
    END
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void aTracerThatThrowsChangesNoRun(When when) {
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder().addSpanProcessor(new Hostile(when)).build())
            .build();
    try (AwsWorld world = AwsWorld.start()) {
      RunSpans spans = OnboardingTracing.of(sdk).spans();
      OnboardingResult result =
          OnboardingTracing.of(sdk)
              .observe(world.onboarding(), spans)
              .plan(world.cluster("prod"))
              .apply();
      assertThat(result.succeeded()).isTrue();
      assertThat(result.warnings())
          .containsExactly("a listener of OnboardingEvent threw java.lang.IllegalStateException");
      assertThat(spans.open()).isZero();
    } finally {
      sdk.close();
    }
  }

  private record Hostile(When when) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      if (when == When.START) {
        throw new IllegalStateException();
      }
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (when == When.END) {
        throw new IllegalStateException();
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
