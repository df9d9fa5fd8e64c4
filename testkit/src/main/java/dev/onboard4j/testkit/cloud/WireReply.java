package dev.onboard4j.testkit.cloud;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP reply, and whether it arrives.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param body its body
 * @param delay how long it takes
 * @param ending whether it arrives
 */
public record WireReply(
    int status, Map<String, String> headers, String body, Duration delay, Ending ending) {
  /** Whether a reply arrives. */
  public enum Ending {
    /** All of it arrives. */
    WHOLE,
    /** Half of the body arrives. */
    HALF,
    /** The connection is cut before anything arrives. */
    CUT
  }

  /** A reply with one header, its content type, that arrives whole and at once. */
  public static WireReply of(int status, String type, String body) {
    return new WireReply(status, Map.of("Content-Type", type), body, Duration.ZERO, Ending.WHOLE);
  }

  /** The same with one more header. */
  public WireReply header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new WireReply(status, more, body, delay, ending);
  }

  /** The same, delayed further. */
  public WireReply after(Duration time) {
    return new WireReply(status, headers, body, delay.plus(time), ending);
  }

  /** The same with another ending. */
  public WireReply ending(Ending other) {
    return new WireReply(status, headers, body, delay, other);
  }

  /** The status that a client sees: 0 when the connection is cut. */
  public int statusSeen() {
    return ending == Ending.CUT ? 0 : status;
  }
}
