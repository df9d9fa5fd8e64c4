package dev.onboard4j.testkit.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** The operations that the resource providers have registered, and the patterns that name them. */
final class AzureActions {
  private final List<String> registered;

  private AzureActions(List<String> registered) {
    this.registered = List.copyOf(registered);
  }

  static AzureActions load() {
    try (InputStream in =
        Objects.requireNonNull(AzureActions.class.getResourceAsStream("actions.txt"))) {
      return new AzureActions(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether an action of a role is one that a provider has, or its wildcard matches one. */
  boolean known(String pattern) {
    return registered.stream().anyMatch(action -> matches(pattern, action));
  }

  /** A star is any text, slashes included; there is no case. */
  static boolean matches(String pattern, String action) {
    String regex = Pattern.quote(pattern.toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q");
    return action.toLowerCase(Locale.ROOT).matches(regex);
  }
}
