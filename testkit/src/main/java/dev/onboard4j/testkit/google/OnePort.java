package dev.onboard4j.testkit.google;

import dev.onboard4j.testkit.cloud.Demux;
import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * An embedded Google Cloud and another embedded cloud behind one loopback port, as Google and AWS
 * both have a service called {@code iam}. Thread-safe.
 *
 * <p>HTTP/2 and the versioned paths of Google's APIs go to Google, anything else to the other.
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

  /** Where it listens. */
  public URI address() {
    return demux.address();
  }

  @Override
  public void close() throws IOException {
    demux.close();
  }
}
