package dev.onboard4j.spi.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word nearest to a misspelt one. */
public final class Nearest {
  // At most a third of the letters: beyond that a suggestion is a guess.
  private static final int LETTERS_PER_TYPO = 3;

  private Nearest() {}

  /** Returns the known word nearest to this one; empty if none is near. */
  public static Optional<String> to(String word, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String candidate) -> distance(candidate, word))
                .thenComparing(candidate -> candidate))
        .filter(
            one ->
                distance(one, word) * LETTERS_PER_TYPO
                    <= Math.max(one.length(), word.length()) + 1);
  }

  /** Levenshtein distance: the number of letters to add, drop or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
