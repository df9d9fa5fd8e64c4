package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.OutgoingRequest.Effect;
import dev.onboard4j.run.RequestInterceptor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Transmits one request from within an interceptor, and knows how far it came.
 *
 * <p>An interceptor that sends never, twice or later than it returns does not change what the
 * engine knows: the request is sent at most once, and its own failure counts.
 */
final class Transmission<T> implements Supplier<T> {
  private enum Progress {
    NEW,
    SENT,
    REPLIED,
    FAILED,
    /** The interceptor has returned. */
    OVER
  }

  private final OutgoingRequest outgoing;
  private final Supplier<T> send;
  private final Events events;
  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NEW);
  private volatile @Nullable T reply;
  private volatile @Nullable Throwable failure;

  Transmission(OutgoingRequest outgoing, Supplier<T> send, Events events) {
    this.outgoing = outgoing;
    this.send = send;
    this.events = events;
  }

  /** Sends through the interceptor; every failure is an {@link OnboardingException}. */
  T through(RequestInterceptor interceptor) {
    T answer;
    try {
      answer = interceptor.send(outgoing, this);
    } catch (Throwable e) {
      throw ended(e);
    }
    if (progress.get() != Progress.REPLIED) {
      throw ended(failure);
    }
    return answer == null ? replied() : answer;
  }

  @SuppressWarnings("NullAway") // A reply may be null: that is between a handler and its client.
  private T replied() {
    return reply;
  }

  @Override
  public T get() {
    if (!progress.compareAndSet(Progress.NEW, Progress.SENT)) {
      throw new IllegalStateException("an interceptor sends a request once, before it returns");
    }
    events.tell(
        origin ->
            outgoing.effect() == Effect.READ
                ? new OnboardingEvent.ReadSent(origin, outgoing.resource(), outgoing.request())
                : new OnboardingEvent.WriteSent(origin, outgoing.resource(), outgoing.request()));
    try {
      T answer = send.get();
      reply = answer;
      progress.set(Progress.REPLIED);
      return answer;
    } catch (OnboardingException e) {
      OnboardingException told = known(e);
      failure = told;
      progress.set(Progress.FAILED);
      throw told;
    } catch (Throwable e) {
      failure = e;
      progress.set(Progress.FAILED);
      throw e;
    }
  }

  /** The outcome of a read is never unknown: it has none, and can be repeated. */
  private OnboardingException known(OnboardingException e) {
    return outgoing.effect() == Effect.READ && e.category() == Category.UNKNOWN_OUTCOME
        ? OnboardingException.of(Category.TRANSIENT, String.valueOf(e.getMessage()))
            .resource(e.resource().orElse(null))
            .remedy("run it again")
            .cause(e)
            .build()
        : e;
  }

  /** The failure to report; nothing is sent any more. */
  private OnboardingException ended(@Nullable Throwable e) {
    Progress last = progress.getAndSet(Progress.OVER);
    if (e == null) {
      return unforeseen("its interceptor did not wait for the reply", last, null);
    }
    Unforeseen.keepInterrupt(e);
    Throwable own = failure;
    if (last == Progress.FAILED && own != null && own != e) {
      return failed(own, last);
    }
    return failed(e, last);
  }

  private OnboardingException failed(Throwable e, Progress last) {
    boolean lost = last == Progress.SENT || last == Progress.REPLIED;
    boolean write = outgoing.effect() == Effect.WRITE;
    if (e instanceof OnboardingException known
        && (!(lost && write) || known.category() == Category.UNKNOWN_OUTCOME)) {
      return known(known);
    }
    return unforeseen(e.getClass().getName(), last, e);
  }

  private OnboardingException unforeseen(String what, Progress last, @Nullable Throwable cause) {
    boolean mayHaveEffect = last != Progress.NEW && outgoing.effect() == Effect.WRITE;
    return OnboardingException.of(
            mayHaveEffect ? Category.UNKNOWN_OUTCOME : Category.PROVIDER_BUG,
            outgoing.request() + " failed in an unforeseen way: " + what)
        .resource(outgoing.resource())
        .remedy("report it to the author of the contributor, with the cause below")
        .cause(cause)
        .build();
  }
}
