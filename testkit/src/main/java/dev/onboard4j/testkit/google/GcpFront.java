package dev.onboard4j.testkit.google;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.IntFunction;

/** Through which every request comes: records it, lets it fail as planned, keeps order. */
final class GcpFront {
  /**
   * A request.
   *
   * @param permission what it takes, which is also its name
   * @param resource what it is about
   * @param effect whether it can change anything
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
  private final Faults faults;
  private final Queue<RecordedCall> calls;
  private volatile Duration latency;

  GcpFront(GcpWorld world, Faults faults, Queue<RecordedCall> calls, Duration latency) {
    this.world = world;
    this.faults = faults;
    this.calls = calls;
    this.latency = latency;
  }

  void latency(Duration longer) {
    latency = longer;
  }

  /** Answers; {@code body} gets the number of lookups that are to miss what it makes. */
  <R extends Message> void answer(
      StreamObserver<R> out, Asked asked, Message request, IntFunction<R> body) {
    Optional<Fault> fault = faults.next(asked.permission());
    try {
      R reply = reply(asked, fault, body);
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
    calls.add(
        new RecordedCall(
            world.clock().instant(),
            asked.service(),
            asked.permission(),
            asked.resource(),
            request.toString(),
            status,
            asked.effect()));
  }

  private <R> R reply(Asked asked, Optional<Fault> fault, IntFunction<R> body) {
    Fault.Kind kind = fault.map(Fault::kind).orElse(null);
    if (kind == null) {
      pass(latency);
      return done(body, 0);
    }
    return switch (kind) {
      case THROTTLE ->
          throw GcpError.of(
              Code.RESOURCE_EXHAUSTED,
              "Quota exceeded for quota metric 'Write requests' per minute.",
              "RATE_LIMIT_EXCEEDED",
              "googleapis.com",
              Map.of("quota_limit", "WriteRequestsPerMinutePerProject"));
      case UNAVAILABLE -> throw GcpError.of(Code.UNAVAILABLE, "The service is unavailable.");
      case DENY -> throw GcpError.denied(asked.permission(), asked.resource());
      case RESET_BEFORE ->
          throw Status.UNAVAILABLE.withDescription("Connection reset by peer").asRuntimeException();
      case RESET_AFTER -> {
        done(body, 0);
        throw Status.UNAVAILABLE.withDescription("Connection reset by peer").asRuntimeException();
      }
      case TRUNCATE -> {
        done(body, 0);
        throw Status.INTERNAL
            .withDescription("Encountered end-of-stream mid-frame")
            .asRuntimeException();
      }
      case ERROR -> {
        done(body, 0);
        throw GcpError.of(Code.INTERNAL, "Internal error encountered.");
      }
      case DELAY -> {
        R reply = done(body, 0);
        pass(fault.orElseThrow().delay());
        yield reply;
      }
      case HIDE -> done(body, fault.orElseThrow().lookups());
    };
  }

  private <R> R done(IntFunction<R> body, int hidden) {
    synchronized (world) {
      return body.apply(hidden);
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
