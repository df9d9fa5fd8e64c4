package dev.onboard4j.plan;

import java.util.List;

/** A plan as text for people. */
final class PlanRenderer {
  private final AnsiColors paint;

  PlanRenderer(Style style) {
    paint = new AnsiColors(style);
  }

  String text(String heading, List<Change> changes, String summary) {
    StringBuilder text = new StringBuilder(heading).append("\n\n");
    int width =
        changes.stream().mapToInt(change -> change.id().toString().length()).max().orElse(0);
    changes.forEach(change -> change(text, change, width));
    return text.append('\n').append(summary).append('\n').toString();
  }

  private void change(StringBuilder text, Change change, int width) {
    String id = change.id().toString();
    text.append("  ")
        .append(paint.action(change.action(), String.format("%3s", change.action().sign())))
        .append(' ')
        .append(paint.action(change.action(), id))
        .append(" ".repeat(width - id.length() + 2))
        .append(change.action().word());
    if (change.action() != Action.MANUAL) {
      text.append(": ").append(change.reason());
    }
    text.append('\n');
    if (change.action() == Action.MANUAL) {
      change.reason().lines().forEach(line -> text.append("        ").append(line).append('\n'));
    }
    if (change.action() != Action.DELETE) {
      change.diff().forEach(diff -> lines(text, diff));
    }
    change.extras().forEach(extra -> text.append("        kept: ").append(extra).append('\n'));
    gate(text, change.gate());
  }

  private void lines(StringBuilder text, FieldDiff diff) {
    List<TreeDiff.Line> lines = TreeDiff.of(diff.path(), diff.before(), diff.after());
    for (TreeDiff.Line line : lines) {
      text.append("        ").append(paint.line(line)).append('\n');
    }
  }

  private void gate(StringBuilder text, Gate gate) {
    if (gate instanceof Gate.Consent consent) {
      text.append("        ")
          .append(paint.warning("needs consent '" + consent.kind() + "': " + consent.text()))
          .append('\n');
    } else if (gate instanceof Gate.Blocked blocked) {
      text.append("        ")
          .append(paint.error("blocked: " + blocked.reason() + "; " + blocked.remedy()))
          .append('\n');
    }
  }
}
