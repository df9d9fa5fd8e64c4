package dev.onboard4j.model;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Declares one setting: key, type, default and description.
 *
 * @param key for example {@code eks.profile}; the key of an endpoint is {@code endpoint.SERVICE}
 * @param type the type of its values
 * @param defaultValue the default; the empty string for none
 * @param choices the allowed values of a {@link Type#CHOICE}
 * @param form the form of a text, or of each item of a list; null for any
 * @param description one line for people
 * @param scope whether a plan holds the value
 */
public record Setting(
    String key,
    Type type,
    String defaultValue,
    List<String> choices,
    @Nullable Form form,
    String description,
    Scope scope) {
  private static final Optional<String> EMPTY = Optional.of("is empty; leave it out instead");
  private static final Pattern ENTRY = Pattern.compile("[^=]+=.*", Pattern.DOTALL);

  /** The type of a value. */
  public enum Type {
    /** Any text. */
    TEXT,
    /** One of a few words. */
    CHOICE,
    /** An http or https address. */
    URI,
    /** Values separated by commas. */
    LIST,
    /** {@code key=value} pairs separated by commas. */
    MAP,
    /** Text that is never shown. */
    SECRET
  }

  /** Whether a plan holds the value. */
  public enum Scope {
    /** It belongs to the plan, and a saved plan is applied with it. */
    PLAN,
    /**
     * The caller of each run decides, as it selects credentials, files or addresses of the caller,
     * or limits the run. No plan holds it, and a plan file with it is refused.
     */
    RUN
  }

  /**
   * Describes the form of a value.
   *
   * @param pattern the regular expression that the whole value matches
   * @param words the form in words, to follow "it must be": {@code the ARN of a role}
   */
  public record Form(Pattern pattern, String words) {}

  /** Keeps an unmodifiable copy of the choices. */
  public Setting {
    choices = List.copyOf(choices);
  }

  /** Declares a setting of any type but choice, without a default. */
  public static Setting of(String key, Type type, String description) {
    return new Setting(key, type, "", List.of(), null, description, Scope.PLAN);
  }

  /** Sets the form of the values. */
  public Setting matching(Pattern pattern, String words) {
    Form expected = new Form(pattern, words);
    return new Setting(key, type, defaultValue, choices, expected, description, scope);
  }

  /** Keeps the values out of plans: see {@link Scope#RUN}. */
  public Setting perRun() {
    return new Setting(key, type, defaultValue, choices, form, description, Scope.RUN);
  }

  /** Declares a setting that takes one of a few words; the first is the default. */
  public static Setting choice(String key, String description, String... choices) {
    return new Setting(
        key, Type.CHOICE, choices[0], List.of(choices), null, description, Scope.PLAN);
  }

  /** Returns what is wrong with a value; empty if it is valid. */
  public Optional<String> complaint(String value) {
    return switch (type) {
      case CHOICE ->
          choices.contains(value)
              ? Optional.empty()
              : Optional.of("'" + value + "' is none of " + String.join(", ", choices));
      case URI ->
          isHttp(value)
              ? Optional.empty()
              : Optional.of("'" + value + "' is no http or https address");
      case MAP ->
          Settings.split(value).stream().allMatch(entry -> ENTRY.matcher(entry).matches())
              ? Optional.empty()
              : Optional.of("give key=value pairs separated by commas");
      case TEXT -> value.isBlank() ? EMPTY : misshapen(List.of(value));
      case LIST -> value.isBlank() ? EMPTY : misshapen(Settings.split(value));
      case SECRET -> value.isBlank() ? EMPTY : Optional.empty();
    };
  }

  private Optional<String> misshapen(List<String> items) {
    Form expected = form;
    return expected == null
        ? Optional.empty()
        : items.stream()
            .filter(item -> !expected.pattern().matcher(item).matches())
            .findFirst()
            .map(item -> "'" + item + "' is not valid: it must be " + expected.words());
  }

  private static boolean isHttp(String value) {
    try {
      URI uri = URI.create(value);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException notAUri) {
      return false;
    }
  }
}
