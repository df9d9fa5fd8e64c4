package dev.onboard4j.testkit.google;

import dev.onboard4j.testkit.cloud.Demux;
import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Puts an embedded Google Cloud and another embedded cloud behind one loopback port. Thread-safe.
 *
 * <p>Google and AWS both have a service called {@code iam}, and one setting names the endpoint of
 * both.
 *
 * <p>HTTP/2 and the versioned paths of Google's APIs go to Google, any other request to the other
 * cloud.
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
  public static OnePort start(int port, EmbeddedCloud other, EmbeddedGoogle google)
      throws IOException {
    return new OnePort(
        Demux.start(
            port,
            first ->
                GOOGLE.matcher(first).matches()
                    ? google.endpoint().getPort()
                    : other.endpoint().getPort()));
  }

  /** The address of the port. */
  public URI address() {
    return demux.address();
  }

  @Override
  public void close() throws IOException {
    demux.close();
  }
}
