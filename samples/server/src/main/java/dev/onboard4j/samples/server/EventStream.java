package dev.onboard4j.samples.server;

import dev.onboard4j.run.Journal;
import dev.onboard4j.run.OnboardingEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of a run as server-sent events, until the last one or until the client leaves.
 *
 * <p>It waits on a thread of {@link Followers}, so that a slow client holds up neither the run nor
 * other clients.
 */
record EventStream(Run run, OutputStream client) {
  /** Shows whether the client is still there. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  void sendAfter(long last) throws IOException {
    // The client sees at once that it follows.
    client.flush();
    long from = last + 1;
    boolean more = true;
    while (more) {
      Duration limit = run.ended() ? Duration.ZERO : HEARTBEAT;
      Map.Entry<Long, OnboardingEvent> next = next(from, limit);
      if (next == null) {
        more = !run.ended();
        send(":\n\n");
      } else {
        more = !EventLog.isLast(next.getValue());
        from = next.getKey() + 1;
        send("id: " + next.getKey() + "\ndata: " + Journal.line(next.getValue()) + "\n\n");
      }
    }
  }

  private Map.@Nullable Entry<Long, OnboardingEvent> next(long from, Duration limit)
      throws InterruptedIOException {
    try {
      return run.events().await(from, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private void send(String text) throws IOException {
    client.write(text.getBytes(StandardCharsets.UTF_8));
    client.flush();
  }
}
