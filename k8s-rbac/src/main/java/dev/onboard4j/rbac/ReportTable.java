package dev.onboard4j.rbac;

import dev.onboard4j.rbac.PermissionReport.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints a permission report as aligned columns, with the explanation of its risks. */
final class ReportTable {
  private static final int WIDEST = 70;

  private ReportTable() {}

  static String of(List<Entry> entries) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("COMPONENT", "WHERE", "MAY", ""));
    entries.forEach(entry -> rows.add(row(entry)));
    List<Integer> widths = List.of(width(rows, 0), width(rows, 1), width(rows, 2), width(rows, 3));
    StringBuilder table = new StringBuilder();
    rows.forEach(row -> table.append(line(row, widths)).append('\n'));
    entries.stream()
        .flatMap(entry -> entry.risks().stream())
        .distinct()
        .sorted()
        .forEach(
            risk -> table.append('!').append(risk).append(": ").append(risk.why()).append('\n'));
    return table.toString();
  }

  private static List<String> row(Entry entry) {
    String risks = entry.risks().stream().map(risk -> "!" + risk).collect(Collectors.joining(" "));
    return List.of(entry.component(), entry.scope(), entry.rule().toString(), risks);
  }

  private static int width(List<List<String>> rows, int column) {
    return Math.min(
        WIDEST, rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int padding = Math.max(0, widths.get(i) - row.get(i).length()) + 2;
      line.append(row.get(i)).append(" ".repeat(padding));
    }
    return line.toString().stripTrailing();
  }
}
