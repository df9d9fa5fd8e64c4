package dev.onboard4j.eks;

import org.yaml.snakeyaml.error.Mark;

/** Converts offsets: the parser counts code points and ignores a byte order mark. */
final class Offsets {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Offsets() {}

  static int of(String text, Mark mark) {
    int skipped = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    int points = Math.min(mark.getIndex(), text.codePointCount(skipped, text.length()));
    return text.offsetByCodePoints(skipped, points);
  }
}
