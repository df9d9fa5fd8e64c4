package dev.onboard4j.testkit.cloud;

import java.time.Duration;

/**
 * How one protocol answers one request, in each of the ways a {@link Fault} can want.
 *
 * <p>A protocol whose errors are exceptions throws them.
 *
 * @param <R> a reply
 */
public interface Exchange<R> {
  /** Has the effect and replies; that many lookups miss what the request made. */
  R done(int lookups);

  /** Refused for being too fast. */
  R throttled();

  /** Refused because the service is unavailable. */
  R unavailable();

  /** Refused for want of a permission. */
  R denied();

  /** The service failed; nobody knows how far it came. */
  R failed();

  /** The connection is cut before a reply. */
  R cut();

  /** Half of that reply arrives. */
  R half(R whole);

  /** That reply, that much later. */
  R late(R reply, Duration delay);
}
