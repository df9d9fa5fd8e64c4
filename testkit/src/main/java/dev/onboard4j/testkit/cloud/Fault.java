package dev.onboard4j.testkit.cloud;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * A failure of a request. Immutable.
 *
 * @param kind what happens
 * @param delay how long the reply takes; for {@link Kind#DELAY}
 * @param lookups the number of lookups that miss the created object; for {@link Kind#HIDE}
 */
public record Fault(Kind kind, Duration delay, int lookups) {
  /** What can happen. */
  public enum Kind {
    /** Refused for being too fast; no effect. */
    THROTTLE,
    /** 503; no effect. */
    UNAVAILABLE,
    /** 500 after the effect. */
    ERROR,
    /** The connection is cut before the effect. */
    RESET_BEFORE,
    /** The connection is cut after the effect. */
    RESET_AFTER,
    /** Half the reply, after the effect. */
    TRUNCATE,
    /** The reply is delayed, after the effect. */
    DELAY,
    /** Denied: the caller lacks a permission. */
    DENY,
    /**
     * The effect is not visible at first: lookups miss a created object and, in the embedded AWS
     * and Azure, return the former state of a changed or deleted one; deletions still see what was
     * detached.
     */
    HIDE
  }

  /** A fault without parameters. */
  public static Fault of(Kind kind) {
    return new Fault(kind, Duration.ZERO, 0);
  }

  /** A reply that takes that long. */
  public static Fault delay(Duration delay) {
    return new Fault(Kind.DELAY, delay, 0);
  }

  /** The object that the request creates is missed by that many lookups. */
  public static Fault hide(int lookups) {
    return new Fault(Kind.HIDE, Duration.ZERO, lookups);
  }

  /**
   * Reads {@code throttle}, {@code reset-after}, {@code delay:PT2S}, {@code hide:3} and so on.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Fault parse(String text) {
    String[] parts = text.split(":", 2);
    Kind kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_'));
    String parameter = parts.length > 1 ? parts[1] : "";
    try {
      return switch (kind) {
        case DELAY -> delay(Duration.parse(parameter));
        case HIDE -> hide(Integer.parseInt(parameter));
        default -> of(kind);
      };
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' has no duration such as PT2S", e);
    }
  }
}
