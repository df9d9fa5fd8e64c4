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
    description = "Who may do what where once this plan is done, and why.",
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
      table(plan.access()).forEach(streams.out()::println);
    }
    return Exit.DONE;
  }

  private static List<String> table(List<Grant> grants) {
    int may =
        grants.stream().mapToInt(one -> one.permission().permission().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    String who = "";
    for (Grant one : grants) {
      String holder = one.principal() + " in " + one.scope();
      if (!holder.equals(who)) {
        lines.add(holder);
        who = holder;
      }
      String condition = one.condition().isEmpty() ? "" : " (if " + one.condition() + ")";
      lines.add(
          "  "
              + padded(one.permission().permission(), Math.min(may, 60))
              + "  "
              + one.permission().reason()
              + condition);
    }
    return lines;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static Map<String, Object> document(OnboardingPlan plan) {
    List<Map<String, String>> grants = new ArrayList<>();
    for (Grant one : plan.access()) {
      Map<String, String> grant = new LinkedHashMap<>();
      grant.put("principal", one.principal());
      grant.put("permission", one.permission().permission());
      grant.put("scope", one.scope());
      grant.put("condition", one.condition());
      grant.put("reason", one.permission().reason());
      grant.put("provenance", one.permission().provenance());
      grants.add(grant);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "onboard4j/access/v1");
    document.put("cluster", plan.cluster().toString());
    document.put("grants", grants);
    return document;
  }
}
