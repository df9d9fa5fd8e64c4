package dev.onboard4j.run;

import dev.onboard4j.json.Json;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of an apply. Immutable.
 *
 * @param cluster the cluster
 * @param fingerprint the fingerprint of the plan
 * @param actions the planned writes, by resource, in the order of the plan
 * @param outcomes the outcome of each write
 * @param outputs the outputs of the resources: ARNs and ids, never a secret
 * @param warnings failures that did not affect the writes, such as a listener that threw
 */
public record OnboardingResult(
    URI cluster,
    String fingerprint,
    Map<ResourceId, Action> actions,
    Map<ResourceId, Outcome> outcomes,
    SortedMap<String, String> outputs,
    List<String> warnings) {
  /** Keeps unmodifiable copies. */
  public OnboardingResult {
    outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    warnings = List.copyOf(warnings);
  }

  /** Whether each resource is as planned. */
  public boolean succeeded() {
    return outcomes.values().stream().allMatch(Outcome::good);
  }

  /** As the document {@code onboard4j/result/v1}. */
  public String toJson() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("schema", "onboard4j/result/v1");
    tree.put("cluster", cluster.toString());
    tree.put("fingerprint", fingerprint);
    List<Map<String, @Nullable Object>> steps = new ArrayList<>();
    outcomes.forEach((id, outcome) -> steps.add(OutcomeJson.outcome(id, actions.get(id), outcome)));
    tree.put("outcomes", steps);
    tree.put("outputs", outputs);
    tree.put("warnings", warnings);
    return Json.pretty(tree) + "\n";
  }
}
