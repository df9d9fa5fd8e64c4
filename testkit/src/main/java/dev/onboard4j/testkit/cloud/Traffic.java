package dev.onboard4j.testkit.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The requests of one embedded cloud: their faults, their latency and their record. Thread-safe.
 */
public final class Traffic {
  private final Faults faults = new Faults();
  private final Queue<RecordedCall> calls = new ConcurrentLinkedQueue<>();
  private volatile Duration latency;

  /** Starts without faults and calls, with that latency. */
  public Traffic(Duration latency) {
    this.latency = latency;
  }

  /** Answers a request, with the fault that is planned for its name, if any. */
  public <R> R answer(String name, Exchange<R> exchange) {
    Optional<Fault> fault = faults.next(name);
    return fault.isPresent() ? faulty(fault.get(), exchange) : exchange.done(0);
  }

  private static <R> R faulty(Fault fault, Exchange<R> exchange) {
    return switch (fault.kind()) {
      case THROTTLE -> exchange.throttled();
      case UNAVAILABLE -> exchange.unavailable();
      case DENY -> exchange.denied();
      case RESET_BEFORE -> exchange.cut();
      case RESET_AFTER -> {
        effect(exchange);
        yield exchange.cut();
      }
      case ERROR -> {
        effect(exchange);
        yield exchange.failed();
      }
      case TRUNCATE -> {
        Optional<R> whole = effect(exchange);
        yield whole.isPresent() ? exchange.half(whole.get()) : exchange.cut();
      }
      case DELAY -> exchange.late(exchange.done(0), fault.delay());
      case HIDE -> exchange.done(fault.lookups());
    };
  }

  /**
   * The reply that gets lost; empty if it is an error, in a protocol whose errors are exceptions.
   */
  private static <R> Optional<R> effect(Exchange<R> exchange) {
    try {
      return Optional.ofNullable(exchange.done(0));
    } catch (RuntimeException refused) {
      return Optional.empty();
    }
  }

  /** Records a request that was answered, or whose connection was cut. */
  public void record(RecordedCall call) {
    calls.add(call);
  }

  /** The latency of every reply, which the cloud itself waits for. */
  public Duration latency() {
    return latency;
  }

  void latency(Duration time) {
    latency = time;
  }

  Faults faults() {
    return faults;
  }

  List<RecordedCall> calls() {
    return List.copyOf(calls);
  }

  void forgetCalls() {
    calls.clear();
  }
}
