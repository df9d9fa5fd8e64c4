package dev.onboard4j.testkit.google;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import dev.onboard4j.testkit.cloud.Exchange;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.cloud.Traffic;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;

/** Handles every request: applies faults, records it, and runs one at a time. */
final class GcpFront {
  /**
   * A request.
   *
   * @param permission the permission that it requires, which is also its name
   * @param resource the resource that it names
   * @param effect whether it reads or writes
   */
  record Asked(String permission, String resource, RecordedCall.Effect effect) {
    static Asked reading(String permission, String resource) {
      return new Asked(permission, resource, RecordedCall.Effect.READ);
    }

    static Asked writing(String permission, String resource) {
      return new Asked(permission, resource, RecordedCall.Effect.WRITE);
    }

    String service() {
      return permission.substring(0, permission.indexOf('.'));
    }
  }

  private final GcpWorld world;
  private final Traffic traffic;

  GcpFront(GcpWorld world, Traffic traffic) {
    this.world = world;
    this.traffic = traffic;
  }

  /** Answers; {@code body} gets the number of lookups that miss the object it creates. */
  <R extends Message> void answer(
      StreamObserver<R> out, Asked asked, Message request, IntFunction<R> body) {
    pass(traffic.latency());
    try {
      R reply = traffic.answer(asked.permission(), new GcpExchange<>(asked, body));
      record(asked, request, 200);
      out.onNext(reply);
      out.onCompleted();
    } catch (StatusRuntimeException e) {
      record(asked, request, e.getStatus().getCode().value());
      out.onError(e);
    } catch (RuntimeException e) {
      record(asked, request, 500);
      out.onError(Status.INTERNAL.withDescription("a bug: " + e).asRuntimeException());
    }
  }

  private void record(Asked asked, Message request, int status) {
    traffic.record(
        new RecordedCall(
            world.clock().instant(),
            asked.service(),
            asked.permission(),
            asked.resource(),
            request.toString(),
            status,
            asked.effect()));
  }

  /** A request and its replies; errors are thrown, as gRPC requires. */
  private final class GcpExchange<R> implements Exchange<R> {
    private final Asked asked;
    private final IntFunction<R> body;

    GcpExchange(Asked asked, IntFunction<R> body) {
      this.asked = asked;
      this.body = body;
    }

    @Override
    public R done(int lookups) {
      synchronized (world) {
        world.grants().check(asked.permission(), asked.resource());
        return body.apply(lookups);
      }
    }

    @Override
    public R throttled() {
      throw GcpError.of(
          Code.RESOURCE_EXHAUSTED,
          "Quota exceeded for quota metric 'Write requests' per minute.",
          "RATE_LIMIT_EXCEEDED",
          "googleapis.com",
          Map.of("quota_limit", "WriteRequestsPerMinutePerProject"));
    }

    @Override
    public R unavailable() {
      throw GcpError.of(Code.UNAVAILABLE, "The service is unavailable.");
    }

    @Override
    public R denied() {
      throw GcpError.denied(asked.permission(), asked.resource());
    }

    @Override
    public R failed() {
      throw GcpError.of(Code.INTERNAL, "Internal error encountered.");
    }

    @Override
    public R cut() {
      throw Status.UNAVAILABLE.withDescription("Connection reset by peer").asRuntimeException();
    }

    @Override
    public R half(R whole) {
      throw Status.INTERNAL
          .withDescription("Encountered end-of-stream mid-frame")
          .asRuntimeException();
    }

    @Override
    public R late(R reply, Duration delay) {
      pass(delay);
      return reply;
    }
  }

  private static void pass(Duration time) {
    if (time.isZero()) {
      return;
    }
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
