package dev.onboard4j.testkit.cloud;

import java.time.Duration;

/**
 * The replies of one protocol to one request, one for each kind of {@link Fault}.
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

  /** Denied: the caller lacks a permission. */
  R denied();

  /** The service failed at an unknown point. */
  R failed();

  /** The connection is cut before a reply. */
  R cut();

  /** Half of that reply arrives. */
  R half(R whole);

  /** That reply, delayed. */
  R late(R reply, Duration delay);
}
