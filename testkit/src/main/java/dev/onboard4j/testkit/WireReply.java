package dev.onboard4j.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP reply, and how it ends.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param body its body
 * @param delay how long it takes
 * @param ending whether it arrives
 */
record WireReply(
    int status, Map<String, String> headers, String body, Duration delay, Ending ending) {
  /** Whether a reply arrives. */
  enum Ending {
    WHOLE,
    HALF,
    CUT
  }

  static WireReply of(int status, String type, String body) {
    return new WireReply(status, Map.of("Content-Type", type), body, Duration.ZERO, Ending.WHOLE);
  }

  WireReply header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new WireReply(status, more, body, delay, ending);
  }

  WireReply after(Duration time) {
    return new WireReply(status, headers, body, delay.plus(time), ending);
  }

  WireReply ending(Ending other) {
    return new WireReply(status, headers, body, delay, other);
  }
}
