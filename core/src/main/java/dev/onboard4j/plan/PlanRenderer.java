package dev.onboard4j.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Renders one plan as text for people. */
final class PlanRenderer {
  private final AnsiColors colors;

  /** The first change with each obstacle: one denial can block each of them. */
  private final Map<Gate.Blocked, String> blocks = new HashMap<>();

  PlanRenderer(Style style) {
    colors = new AnsiColors(style);
  }

  String text(String heading, String notices, List<Change> changes, String summary) {
    StringBuilder text = new StringBuilder(Printable.of(heading)).append("\n\n").append(notices);
    int width = changes.stream().mapToInt(change -> name(change).length()).max().orElse(0);
    changes.forEach(change -> change(text, change, width));
    return text.append('\n').append(summary).append('\n').toString();
  }

  private void change(StringBuilder text, Change change, int width) {
    head(text, change, width);
    if (change.action() == Action.MANUAL) {
      change.reason().lines().forEach(line -> detail(text, Printable.of(line)));
    }
    if (change.action() != Action.DELETE) {
      change.diff().forEach(diff -> lines(text, diff));
    }
    String extras = change.action() == Action.DELETE ? "of others: " : "kept: ";
    change.extras().forEach(extra -> detail(text, Printable.of(extras + extra)));
    gate(text, change);
  }

  private void head(StringBuilder text, Change change, int width) {
    Action action = change.action();
    String id = name(change);
    text.append("  ")
        .append(colors.action(action, String.format("%3s", action.sign())))
        .append(' ')
        .append(colors.action(action, id))
        .append(" ".repeat(width - id.length() + 2))
        .append(action.word())
        .append(action == Action.MANUAL ? "" : ": " + Printable.of(change.reason()))
        .append('\n');
  }

  private static String name(Change change) {
    return Printable.of(change.id().toString());
  }

  private static void detail(StringBuilder text, String line) {
    text.append("        ").append(line).append('\n');
  }

  private void lines(StringBuilder text, FieldDiff diff) {
    List<TreeDiff.Line> lines = TreeDiff.of(diff.path(), diff.before(), diff.after());
    for (TreeDiff.Line line : lines) {
      detail(text, colors.line(line));
    }
  }

  private void gate(StringBuilder text, Change change) {
    if (change.gate() instanceof Gate.Consent consent) {
      for (Gate.Consent one : consent.all()) {
        String line = "needs consent '" + one.kind() + "': " + one.text();
        detail(text, colors.warning(Printable.of(line)));
      }
    } else if (change.gate() instanceof Gate.Blocked blocked) {
      String first = blocks.putIfAbsent(blocked, change.id().toString());
      String line =
          first == null
              ? "blocked: " + blocked.reason() + "; " + blocked.remedy()
              : "blocked, as " + first;
      detail(text, colors.error(Printable.of(line)));
    }
  }
}
