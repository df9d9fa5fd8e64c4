package dev.onboard4j.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Durations as people write them: PT10M, 10m, 90s, 250ms, 1h. */
final class Durations {
  private Durations() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Duration parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.matches("\\d{1,9}ms")) {
      return Duration.ofMillis(Long.parseLong(lower.replace("ms", "")));
    }
    String iso = lower.startsWith("p") ? lower : "pt" + lower;
    try {
      Duration duration = Duration.parse(iso);
      if (duration.isNegative()) {
        throw new IllegalArgumentException("'" + text + "' is negative");
      }
      return duration;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration: write 90s, 10m or PT10M", e);
    }
  }
}
