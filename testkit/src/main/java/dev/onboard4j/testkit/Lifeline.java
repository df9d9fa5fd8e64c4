package dev.onboard4j.testkit;

import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The life of one run: it ends at the n-th request, and from then on nothing of that run reaches
 * the cloud any more. Thread-safe.
 *
 * <pre>{@code
 * onboarding.around(Lifeline.endingAt(7, Lifeline.Moment.AFTER_EFFECT)).plan(cluster).attempt();
 * }</pre>
 */
public final class Lifeline implements RequestInterceptor {
  /** When exactly it ends. */
  public enum Moment {
    /** Before the request has its effect. */
    BEFORE,
    /** After the effect, before the reply arrives. */
    AFTER_EFFECT,
    /** After the reply arrived. */
    AFTER_REPLY
  }

  /** What a dying run throws; no handler of exceptions is meant to catch it. */
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

  /** It never ends, and counts. */
  public static Lifeline endless() {
    return new Lifeline(Integer.MAX_VALUE, Moment.BEFORE);
  }

  /** It ends at that request, counted from 1. */
  public static Lifeline endingAt(int request, Moment moment) {
    return new Lifeline(request, moment);
  }

  /** How many requests were tried while it lasted. */
  public int sent() {
    return sent.get();
  }

  @Override
  public <T> T send(OutgoingRequest request, Supplier<T> send) {
    if (dead.get()) {
      throw new Died();
    }
    boolean end = sent.incrementAndGet() == last;
    if (end && moment == Moment.BEFORE) {
      dead.set(true);
      throw new Died();
    }
    T reply = send.get();
    if (end) {
      dead.set(true);
      if (moment == Moment.AFTER_EFFECT) {
        throw new Died();
      }
    }
    return reply;
  }
}
