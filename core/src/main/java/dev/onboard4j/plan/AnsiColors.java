package dev.onboard4j.plan;

/** Adds ANSI colours to text when the style asks for them. */
record AnsiColors(Style style) {
  private static final String ESCAPE = "\u001b[";

  String action(Action action, String text) {
    return switch (action) {
      case CREATE -> colored(32, text);
      case UPDATE -> colored(33, text);
      case REPLACE, DELETE -> colored(31, text);
      case MANUAL -> colored(36, text);
      case KEEP -> colored(2, text);
    };
  }

  String line(TreeDiff.Line line) {
    String text = line.sign() + " " + Printable.of(line.text());
    return switch (line.sign()) {
      case '+' -> colored(32, text);
      case '-' -> colored(31, text);
      default -> colored(33, text);
    };
  }

  String warning(String text) {
    return colored(33, text);
  }

  String error(String text) {
    return colored(31, text);
  }

  private String colored(int code, String text) {
    return style == Style.COLOR ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
  }
}
