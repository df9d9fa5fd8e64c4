package dev.onboard4j.testkit.azure;

import java.util.List;

/** OData filters. */
final class AzureFilters {
  // Followed by an even number of quotes: outside of texts.
  private static final String AND = " and (?=(?:[^']*'[^']*')*[^']*$)";

  private AzureFilters() {}

  /** The conditions that "and" joins; the word within a text joins nothing. */
  static List<String> conditions(String filter) {
    return filter.isBlank() ? List.of() : List.of(filter.split(AND, -1));
  }
}
