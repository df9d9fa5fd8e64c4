package dev.onboard4j.testkit;

import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Ends a run at its n-th request: no later request of that run reaches the cloud. Thread-safe.
 *
 * <pre>{@code
 * onboarding.around(Lifeline.endingAt(7, Lifeline.Moment.AFTER_EFFECT)).plan(cluster).attempt();
 * }</pre>
 */
public final class Lifeline implements RequestInterceptor {
  /** The moment of the last request at which the run ends. */
  public enum Moment {
    /** Before the request has its effect. */
    BEFORE,
    /** After the effect, before the reply arrives. */
    AFTER_EFFECT,
    /** After the reply arrived. */
    AFTER_REPLY
  }

  /** Thrown in a run that ends; an error, so that no handler of exceptions catches it. */
  public static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("the run died", null, false, false);
    }
  }

  private final int last;
  private final Moment moment;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicBoolean dead = new AtomicBoolean();

  private Lifeline(int last, Moment moment) {
    this.last = last;
    this.moment = moment;
  }

  /** A lifeline that never ends and counts the requests. */
  public static Lifeline endless() {
    return new Lifeline(Integer.MAX_VALUE, Moment.BEFORE);
  }

  /** A lifeline that ends at that request, counted from 1. */
  public static Lifeline endingAt(int request, Moment moment) {
    return new Lifeline(request, moment);
  }

  /** The number of requests that were tried before the end. */
  public int sent() {
    return sent.get();
  }

  @Override
  public <T> T send(OutgoingRequest request, Supplier<T> send) {
    if (dead.get()) {
      throw new Died();
    }
    if (sent.incrementAndGet() != last) {
      return send.get();
    }
    if (moment == Moment.BEFORE) {
      throw died();
    }
    T reply = send.get();
    Died died = died();
    if (moment == Moment.AFTER_EFFECT) {
      throw died;
    }
    return reply;
  }

  private Died died() {
    dead.set(true);
    return new Died();
  }
}
