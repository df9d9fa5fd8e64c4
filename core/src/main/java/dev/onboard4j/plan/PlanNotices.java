package dev.onboard4j.plan;

import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.ResourceId;
import java.util.List;
import java.util.stream.Stream;

/** Renders what a person has to know before the changes: widened access, and what stays open. */
record PlanNotices(AnsiColors colors) {
  /** One paragraph per sort of notice; the empty string if there is none. */
  String text(List<BroaderAccess> broader, List<PermissionCheck> preflight, List<Incomplete> open) {
    StringBuilder text = new StringBuilder();
    paragraph(
        text,
        "Access broader than declared:",
        broader.stream().map(one -> line(one.id(), one.text())));
    paragraph(text, "The caller lacks:", missing(preflight));
    paragraph(text, "Could not be checked:", incomplete(open, Incomplete.Why.UNCHECKED));
    paragraph(text, "A person has to do:", incomplete(open, Incomplete.Why.MANUAL));
    return text.toString();
  }

  private static Stream<String> incomplete(List<Incomplete> open, Incomplete.Why why) {
    return open.stream()
        .filter(one -> one.why() == why)
        .map(one -> line(one.id(), first(one.text())));
  }

  /** The first line: the change shows all of them. */
  private static String first(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String line(ResourceId id, String text) {
    return id + ": " + text;
  }

  private static Stream<String> missing(List<PermissionCheck> preflight) {
    return preflight.stream()
        .filter(check -> check.answer() == PermissionCheck.Answer.DENIED)
        .map(PlanNotices::lacked)
        .distinct();
  }

  private static String lacked(PermissionCheck check) {
    String permission = check.permission().permission() + " on " + check.permission().resource();
    return permission + " (" + check.how() + ")";
  }

  private void paragraph(StringBuilder text, String title, Stream<String> lines) {
    List<String> all = lines.toList();
    if (!all.isEmpty()) {
      text.append(colors.warning(title)).append('\n');
      all.forEach(line -> text.append("  - ").append(Printable.of(line)).append('\n'));
      text.append('\n');
    }
  }
}
