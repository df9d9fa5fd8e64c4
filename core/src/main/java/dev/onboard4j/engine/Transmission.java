package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.OutgoingRequest.Effect;
import java.util.function.Supplier;

/** Transmits one request from within an interceptor, and knows how far it came. */
final class Transmission<T> implements Supplier<T> {
  private final OutgoingRequest outgoing;
  private final Supplier<T> send;
  private final Events events;
  private volatile boolean sent;
  private volatile boolean replied;

  Transmission(OutgoingRequest outgoing, Supplier<T> send, Events events) {
    this.outgoing = outgoing;
    this.send = send;
    this.events = events;
  }

  @Override
  public T get() {
    events.tell(
        origin ->
            outgoing.effect() == Effect.READ
                ? new OnboardingEvent.ReadSent(origin, outgoing.resource(), outgoing.request())
                : new OnboardingEvent.WriteSent(origin, outgoing.resource(), outgoing.request()));
    sent = true;
    T reply = send.get();
    replied = true;
    return reply;
  }

  /** Whether a write had its effect although its caller gets no reply. */
  boolean replyLost() {
    return replied && outgoing.effect() == Effect.WRITE;
  }

  /** The failure to report for a Throwable of the client or of an interceptor. */
  OnboardingException unforeseen(Throwable e) {
    boolean mayHaveEffect = sent && outgoing.effect() == Effect.WRITE;
    return OnboardingException.of(
            mayHaveEffect ? Category.UNKNOWN_OUTCOME : Category.PROVIDER_BUG,
            outgoing.request() + " failed in an unforeseen way: " + e.getClass().getName())
        .resource(outgoing.resource())
        .remedy("report it to the author of the contributor, with the cause below")
        .cause(e)
        .build();
  }
}
