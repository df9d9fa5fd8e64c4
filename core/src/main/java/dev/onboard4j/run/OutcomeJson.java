package dev.onboard4j.run;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The JSON form of an outcome, for results and journals. */
final class OutcomeJson {
  private OutcomeJson() {}

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

  static Map<String, @Nullable Object> error(OnboardingException e) {
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
