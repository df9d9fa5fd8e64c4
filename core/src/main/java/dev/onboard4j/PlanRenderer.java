package dev.onboard4j;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as text for people. */
final class PlanRenderer {
  private final AnsiColors paint;

  PlanRenderer(Style style) {
    paint = new AnsiColors(style);
  }

  String plan(OnboardingPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append(heading(plan)).append("\n\n");
    int width =
        plan.changes().stream().mapToInt(change -> change.id().toString().length()).max().orElse(0);
    for (Change change : plan.changes()) {
      change(text, change, width);
    }
    text.append('\n').append(summary(plan)).append('\n');
    return text.toString();
  }

  private static String heading(OnboardingPlan plan) {
    String what =
        switch (plan.operation()) {
          case APPLY -> "Plan to bring " + plan.cluster() + " on board";
          case REMOVE -> "Plan to undo the onboarding of " + plan.cluster();
          case DRIFT -> "Drift of " + plan.cluster();
        };
    return what + " (" + plan.blueprint() + ")";
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

  private static String summary(OnboardingPlan plan) {
    if (plan.changes().isEmpty()) {
      return "Summary: nothing is asked for.";
    }
    Map<String, Integer> counts = plan.summary();
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", ", "Summary: ", "."));
  }
}
