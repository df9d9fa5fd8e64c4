package dev.onboard4j.engine;

import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one run, from its settings.
 *
 * @param parallelism the requests in flight of the run
 * @param deadline the duration of the run
 * @param stepDeadline the duration of one step; null for none
 * @param request the duration of one request
 * @param attempts the attempts of one request
 * @param pause the longest pause between two attempts
 * @param effect the wait for one effect
 * @param inFlight the requests in flight to one API of one account, in this JVM
 * @param inFlightByApi other values of {@code inFlight}, by API
 */
public record RunLimits(
    int parallelism,
    Duration deadline,
    @Nullable Duration stepDeadline,
    Duration request,
    int attempts,
    Duration pause,
    Duration effect,
    int inFlight,
    Map<String, Integer> inFlightByApi) {
  static final String PREFIX = "limits.";

  /** The requests in flight of one run. */
  public static final String PARALLELISM = PREFIX + "parallelism";

  /** The duration of one run. */
  public static final String DEADLINE = PREFIX + "deadline";

  /** The duration of one step. */
  public static final String STEP_DEADLINE = PREFIX + "step-deadline";

  static final String REQUEST = PREFIX + "request";
  static final String ATTEMPTS = PREFIX + "attempts";
  static final String PAUSE = PREFIX + "pause";
  static final String EFFECT = PREFIX + "effect";
  static final String IN_FLIGHT = PREFIX + "in-flight";
  static final String IN_FLIGHT_BY_API = PREFIX + "in-flight-by-api";

  private static final Setting.Form COUNT =
      new Setting.Form(Pattern.compile("[1-9][0-9]{0,4}"), "a number from 1 to 99999");

  private static final Setting.Form DURATION =
      new Setting.Form(
          Pattern.compile(
              "P(?=.)(\\d{1,6}D)?"
                  + "(T(?=.)(\\d{1,9}H)?(\\d{1,9}M)?(-?\\d{1,9}(\\.\\d{1,9})?S)?)?"),
          "a duration such as PT30S or PT1H");

  private static final Setting.Form POSITIVE_DURATION =
      new Setting.Form(
          Pattern.compile("(?=.*[1-9])(?!.*-)" + DURATION.pattern()),
          "a duration such as PT30S or PT1H, more than zero");

  private static final Setting.Form COUNT_BY_API =
      new Setting.Form(
          Pattern.compile("[^=]+=[1-9][0-9]{0,4}"), "an API and a number, such as iam=10");

  /** What an operator can set; none of it is part of a plan. */
  static final List<Setting> SETTINGS =
      List.of(
          setting(PARALLELISM, "8", COUNT, "the requests in flight of one run"),
          setting(DEADLINE, "PT2H", DURATION, "the longest duration of one run"),
          setting(STEP_DEADLINE, "", DURATION, "the longest duration of one step; default: none"),
          setting(REQUEST, "PT1M", POSITIVE_DURATION, "the longest duration of one request"),
          setting(ATTEMPTS, "10", COUNT, "the attempts of one request that fails for a moment"),
          setting(PAUSE, "PT5M", POSITIVE_DURATION, "the longest pause between two attempts"),
          // Longer than the slowest known propagation, short enough for a person to wait.
          setting(EFFECT, "PT2M", DURATION, "the longest wait until a write is visible"),
          setting(IN_FLIGHT, "64", COUNT, "the requests in flight to one API of one account"),
          new Setting(
              IN_FLIGHT_BY_API,
              Setting.Type.LIST,
              "",
              List.of(),
              COUNT_BY_API,
              "other values of limits.in-flight by API, such as iam=10,eks=20",
              Setting.Scope.RUN));

  /** Longer durations count as this one: the clock's nanoseconds do not reach further. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static Setting setting(String key, String value, Setting.Form form, String description) {
    return new Setting(
        key, Setting.Type.TEXT, value, List.of(), form, description, Setting.Scope.RUN);
  }

  /** The value of a setting for this duration. */
  public static String text(Duration limit) {
    Duration bounded = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    return (bounded.isNegative() ? Duration.ofNanos(-1) : bounded).toString();
  }

  /** Reads the limits; what is not valid has its default. */
  static RunLimits of(Map<String, String> given) {
    Map<String, String> values = new HashMap<>();
    for (Setting setting : SETTINGS) {
      String value = given.get(setting.key());
      boolean valid = value != null && setting.complaint(value).isEmpty();
      values.put(setting.key(), valid ? value : setting.defaultValue());
    }
    Settings settings = Settings.of(values);
    return new RunLimits(
        count(settings, PARALLELISM),
        Duration.parse(settings.text(DEADLINE).orElseThrow()),
        settings.text(STEP_DEADLINE).map(Duration::parse).orElse(null),
        Duration.parse(settings.text(REQUEST).orElseThrow()),
        count(settings, ATTEMPTS),
        Duration.parse(settings.text(PAUSE).orElseThrow()),
        Duration.parse(settings.text(EFFECT).orElseThrow()),
        count(settings, IN_FLIGHT),
        counts(settings.map(IN_FLIGHT_BY_API)));
  }

  private static int count(Settings settings, String key) {
    return Integer.parseInt(settings.text(key).orElseThrow());
  }

  private static Map<String, Integer> counts(Map<String, String> given) {
    Map<String, Integer> counts = new HashMap<>();
    given.forEach((api, count) -> counts.put(api, Integer.valueOf(count)));
    return Map.copyOf(counts);
  }

  /** How many requests to an API of one account may be in flight. */
  int inFlight(String api) {
    return inFlightByApi.getOrDefault(api, inFlight);
  }
}
