package dev.onboard4j.samples.server;

import dev.onboard4j.run.Journal;
import dev.onboard4j.run.OnboardingEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.MediaType;

/**
 * Sends the events of a run as server-sent events, until the last one or until the client leaves.
 *
 * <p>It waits on the thread of the request, so that a slow client holds up neither the run nor
 * other clients.
 */
record EventStream(Run run, HttpServletResponse response) {
  /** Shows whether the client is still there. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  void sendAfter(long last) throws IOException, InterruptedException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setHeader("Cache-Control", "no-store");
    response.flushBuffer();
    long from = last + 1;
    boolean more = true;
    while (more) {
      Duration limit = run.ended() ? Duration.ZERO : HEARTBEAT;
      Map.Entry<Long, OnboardingEvent> next = run.events().await(from, limit);
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

  private void send(String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    response.flushBuffer();
  }
}
