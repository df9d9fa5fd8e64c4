package dev.onboard4j.model;

import java.util.Optional;

/**
 * Describes the form that a value must have.
 *
 * @param pattern the regular expression that the whole value matches
 * @param description the form in words, with its article: {@code a UUID}
 */
public record TextRule(String pattern, String description) {
  /** Returns what is wrong with a value; empty if it is valid. */
  public Optional<String> complaint(String value) {
    return value.matches(pattern)
        ? Optional.empty()
        : Optional.of("'" + value + "' is not " + description);
  }
}
