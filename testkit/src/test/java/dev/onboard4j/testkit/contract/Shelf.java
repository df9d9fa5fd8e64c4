package dev.onboard4j.testkit.contract;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import dev.onboard4j.testkit.cloud.Exchange;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.cloud.RecordedCall.Effect;
import dev.onboard4j.testkit.cloud.Traffic;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The smallest cloud: boxes with a text in them. */
final class Shelf extends EmbeddedCloud {
  private final Traffic traffic;
  private final Map<String, Object> boxes = new TreeMap<>();

  Shelf() {
    this(new Traffic(Duration.ZERO));
  }

  private Shelf(Traffic traffic) {
    super(List.of(), traffic);
    this.traffic = traffic;
  }

  /** The text in a box; the empty string when there is no such box. */
  String get(String box) {
    return request("Get", Effect.READ, box, () -> String.valueOf(boxes.getOrDefault(box, "")));
  }

  void put(String box, String text) {
    request("Put", Effect.WRITE, box, () -> boxes.put(box, text));
  }

  void drop(String box) {
    request("Drop", Effect.WRITE, box, () -> boxes.remove(box));
  }

  /** The number of boxes, read without a request. */
  synchronized int size() {
    return boxes.size();
  }

  private synchronized <R> R request(String action, Effect effect, String box, Supplier<R> body) {
    traffic.record(new RecordedCall(Instant.EPOCH, "shelf", action, box, box, 200, effect));
    return traffic.answer("shelf:" + action, new InMemory<>("shelf:" + action, box, body));
  }

  @Override
  public synchronized Map<String, Object> state() {
    return new TreeMap<>(boxes);
  }

  @Override
  public URI endpoint() {
    return URI.create("shelf://here");
  }

  @Override
  public List<String> clusters() {
    return List.of();
  }

  @Override
  public void close() {}

  private record InMemory<R>(String action, String box, Supplier<R> body) implements Exchange<R> {
    @Override
    public R done(int lookups) {
      return body.get();
    }

    @Override
    public R throttled() {
      throw OnboardingException.of(Category.TRANSIENT, "throttled").build();
    }

    @Override
    public R unavailable() {
      throw OnboardingException.of(Category.TRANSIENT, "unavailable").build();
    }

    @Override
    public R denied() {
      throw OnboardingException.of(Category.PERMISSION, "denied")
          .missing(List.of(new RequiredPermission(action, box)))
          .build();
    }

    @Override
    public R failed() {
      throw OnboardingException.of(Category.UNKNOWN_OUTCOME, "failed").build();
    }

    @Override
    public R cut() {
      throw OnboardingException.of(Category.UNKNOWN_OUTCOME, "cut").build();
    }

    @Override
    public R half(R whole) {
      return cut();
    }

    @Override
    public R late(R reply, Duration delay) {
      return reply;
    }
  }
}
