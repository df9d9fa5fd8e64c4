package dev.onboard4j.engine;

import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A run that dies at its n-th request: nothing of it reaches the cloud from then on. */
final class Mortal implements RequestInterceptor {
  /** When: before the effect, after it, or after the reply. */
  enum Moment {
    BEFORE,
    AFTER_EFFECT,
    AFTER_REPLY
  }

  /** What no handler of exceptions is meant to catch. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final int last;
  private final Moment moment;
  private final AtomicInteger sent = new AtomicInteger();

  Mortal(int last, Moment moment) {
    this.last = last;
    this.moment = moment;
  }

  static Mortal immortal() {
    return new Mortal(Integer.MAX_VALUE, Moment.BEFORE);
  }

  int last() {
    return last;
  }

  int sent() {
    return sent.get();
  }

  @Override
  public <T> T send(OutgoingRequest request, Supplier<T> send) {
    int number = sent.incrementAndGet();
    if (number > last || (number == last && moment == Moment.BEFORE)) {
      throw new Died();
    }
    T reply = send.get();
    if (number == last && moment == Moment.AFTER_EFFECT) {
      throw new Died();
    }
    return reply;
  }
}
