package dev.onboard4j;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.ResourceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The document {@code onboard4j/result/v1}. */
final class ResultJson {
  private ResultJson() {}

  static String write(OnboardingResult result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("schema", "onboard4j/result/v1");
    tree.put("cluster", result.cluster().toString());
    tree.put("fingerprint", result.fingerprint());
    List<Map<String, @Nullable Object>> outcomes = new ArrayList<>();
    result
        .outcomes()
        .forEach((id, outcome) -> outcomes.add(outcome(id, result.actions().get(id), outcome)));
    tree.put("outcomes", outcomes);
    tree.put("outputs", result.outputs());
    tree.put("warnings", result.warnings());
    return Json.pretty(tree) + "\n";
  }

  static Map<String, @Nullable Object> outcome(
      ResourceId id, @Nullable Action action, Outcome outcome) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("id", id.toString());
    tree.put("action", action == null ? null : action.word());
    tree.put("status", outcome.status());
    tree.put("because", because(outcome));
    tree.put("error", error(outcome));
    return tree;
  }

  private static @Nullable String because(Outcome outcome) {
    if (!(outcome instanceof Outcome.Skipped skipped)) {
      return null;
    }
    return skipped.causes().isEmpty()
        ? "the run was stopped"
        : skipped.causes().stream().map(ResourceId::toString).collect(Collectors.joining(", "));
  }

  private static @Nullable Map<String, @Nullable Object> error(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return error(failed.error());
    }
    return outcome instanceof Outcome.Unknown unknown ? error(unknown.error()) : null;
  }

  private static Map<String, @Nullable Object> error(OnboardingException e) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("category", e.category().name());
    tree.put("message", e.getMessage());
    tree.put("remedy", e.remedy());
    tree.put(
        "missing",
        e.missing().stream().map(one -> one.permission() + " on " + one.resource()).toList());
    return tree;
  }
}
