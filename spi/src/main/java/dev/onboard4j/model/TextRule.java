package dev.onboard4j.model;

import java.util.Optional;

/**
 * The form that a value must have.
 *
 * @param pattern the regular expression that the whole value matches
 * @param description what such a value is, with its article: {@code a UUID}
 */
public record TextRule(String pattern, String description) {
  /** What is wrong with a value, in words; empty when nothing is. */
  public Optional<String> complaint(String value) {
    return value.matches(pattern)
        ? Optional.empty()
        : Optional.of("'" + value + "' is not " + description);
  }
}
