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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** The smallest cloud: boxes, and labels that name a box. */
final class Shelf extends EmbeddedCloud {
  private final Traffic traffic;
  private final Map<String, Box> boxes = new TreeMap<>();
  private final Map<String, Integer> hidden = new HashMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private volatile String refusal = "";
  private volatile Optional<Set<String>> allowed = Optional.empty();

  Shelf() {
    this(new Traffic(Duration.ZERO));
  }

  private Shelf(Traffic traffic) {
    super(List.of(), traffic);
    this.traffic = traffic;
  }

  Optional<Box> get(String box) {
    return request("Get", Effect.READ, box, hide -> visible(box));
  }

  private Optional<Box> visible(String box) {
    boolean late = hidden.merge(box, -1, Integer::sum) >= 0;
    return late ? Optional.empty() : Optional.ofNullable(boxes.get(box));
  }

  /** The label that names a box, if there is one. */
  Optional<String> label(String box) {
    return request("Label", Effect.READ, box, hide -> Optional.ofNullable(labels.get(box)));
  }

  Box put(String box, Box content) {
    return request(
        "Put",
        Effect.WRITE,
        box,
        hide -> {
          if (!refusal.isEmpty()) {
            throw OnboardingException.of(Category.CONFLICT, refusal).build();
          }
          hidden.put(box, hide);
          boxes.put(box, content);
          return content;
        });
  }

  boolean drop(String box) {
    return request("Drop", Effect.WRITE, box, hide -> boxes.remove(box) != null);
  }

  /** The number of boxes, read without a request. */
  synchronized int size() {
    return boxes.size();
  }

  /** Puts a box as another tool does, without a request. */
  synchronized void place(String box, Box content) {
    boxes.put(box, content);
  }

  /** A box, without a request. */
  synchronized Box box(String box) {
    return boxes.getOrDefault(box, Box.of("", ""));
  }

  /** Has a label name a box. */
  synchronized void labelled(String box, String label) {
    labels.put(box, label);
  }

  /** Refuses every later box with these words. */
  void refuse(String words) {
    refusal = words;
  }

  /** Denies every request that these permissions do not allow. */
  void allowOnly(Set<String> permissions) {
    allowed = Optional.of(permissions);
  }

  private synchronized <R> R request(
      String action, Effect effect, String box, IntFunction<R> body) {
    traffic.record(new RecordedCall(Instant.EPOCH, "shelf", action, box, box, 200, effect));
    InMemory<R> exchange = new InMemory<>("shelf:" + action, box, body);
    if (allowed.isPresent() && !allowed.get().contains(exchange.action + " " + box)) {
      return exchange.denied();
    }
    return traffic.answer("shelf:" + action, exchange);
  }

  @Override
  public synchronized Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    boxes.forEach((name, box) -> state.put(name, box.tree()));
    return state;
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

  private record InMemory<R>(String action, String box, IntFunction<R> body)
      implements Exchange<R> {
    @Override
    public R done(int lookups) {
      return body.apply(lookups);
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
