package dev.onboard4j.cli;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Operation;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code access URI}. */
@Command(
    name = "access",
    description = "Who may do what where, and why: now, and once the plan is applied.",
    mixinStandardHelpOptions = true)
final class AccessCommand extends Verb {
  @Parameters(paramLabel = "URI", description = "the cluster, as for plan")
  String cluster = "";

  AccessCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() {
    Invocation.Ready ready = new Invocation(options, streams).ready(cluster, Operation.APPLY);
    OnboardingPlan plan = ready.onboarding().plan(ready.cluster()).plan();
    if (options.json()) {
      streams.out().println(Json.pretty(document(plan)));
    } else {
      table(plan).forEach(streams.out()::println);
    }
    return Exit.DONE;
  }

  /**
   * One paragraph for each principal and scope; {@code +} marks new grants, {@code -} lost ones.
   */
  private static List<String> table(OnboardingPlan plan) {
    Map<Grant, String> marks = marks(plan);
    int width =
        marks.keySet().stream().mapToInt(grant -> permission(grant).length()).max().orElse(0);
    Map<String, List<String>> paragraphs = new LinkedHashMap<>();
    marks.forEach(
        (grant, mark) ->
            paragraphs
                .computeIfAbsent(holder(grant), holder -> new ArrayList<>(List.of(holder)))
                .add(mark + " " + line(grant, Math.min(width, 60))));
    return paragraphs.values().stream().flatMap(List::stream).toList();
  }

  private static String holder(Grant grant) {
    return grant.principal() + " in " + grant.scope();
  }

  private static Map<Grant, String> marks(OnboardingPlan plan) {
    Map<Grant, String> marks = new LinkedHashMap<>();
    plan.access().forEach(grant -> marks.put(grant, "+"));
    plan.accessBefore().forEach(grant -> marks.merge(grant, "-", (after, before) -> " "));
    return marks;
  }

  private static String line(Grant grant, int width) {
    String condition = grant.condition().isEmpty() ? "" : " (if " + grant.condition() + ")";
    return padded(permission(grant), width) + "  " + grant.permission().reason() + condition;
  }

  private static String permission(Grant grant) {
    return grant.permission().permission();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static Map<String, Object> document(OnboardingPlan plan) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "onboard4j/access/v1");
    document.put("cluster", plan.cluster().toString());
    document.put("before", plan.accessBefore().stream().map(AccessCommand::tree).toList());
    document.put("grants", plan.access().stream().map(AccessCommand::tree).toList());
    return document;
  }

  private static Map<String, String> tree(Grant grant) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("principal", grant.principal());
    tree.put("permission", permission(grant));
    tree.put("scope", grant.scope());
    tree.put("condition", grant.condition());
    tree.put("reason", grant.permission().reason());
    tree.put("provenance", grant.permission().provenance());
    return tree;
  }
}
