package dev.onboard4j.testkit;

import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * An embedded AWS and an embedded Google Cloud behind one loopback port, as both have a service
 * called {@code iam}. Thread-safe.
 *
 * <p>HTTP/2 and the versioned paths of Google's APIs are Google's, anything else is AWS's.
 */
public final class OnePort implements AutoCloseable {
  private static final Pattern GOOGLE = Pattern.compile(Demux.HTTP2 + ".*|[A-Z]+ /v[0-9].*");

  private final Demux demux;

  private OnePort(Demux demux) {
    this.demux = demux;
  }

  /**
   * Starts on that port, or on a free one for 0.
   *
   * @throws IOException if the port is taken
   */
  public static OnePort start(int port, EmbeddedAws aws, EmbeddedGoogle google) throws IOException {
    return new OnePort(
        Demux.start(
            port,
            first ->
                GOOGLE.matcher(first).matches()
                    ? google.endpoint().getPort()
                    : aws.endpoint().getPort()));
  }

  /** Where it listens. */
  public URI address() {
    return demux.address();
  }

  @Override
  public void close() throws IOException {
    demux.close();
  }
}
