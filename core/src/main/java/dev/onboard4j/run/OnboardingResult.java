package dev.onboard4j.run;

import dev.onboard4j.json.Json;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of an apply. Immutable.
 *
 * @param run the id of the run
 * @param cluster the cluster
 * @param fingerprint the fingerprint of the plan
 * @param actions the planned writes, by resource, in the order of the plan
 * @param outcomes the outcome of each write
 * @param resourceOutputs the outputs of each resource: ARNs and ids, never a secret
 * @param undo what {@link OnFailure#UNDO} removed and what it kept
 * @param warnings failures that did not affect the writes, such as a listener that threw
 */
public record OnboardingResult(
    String run,
    URI cluster,
    String fingerprint,
    Map<ResourceId, Action> actions,
    Map<ResourceId, Outcome> outcomes,
    SortedMap<ResourceId, SortedMap<String, String>> resourceOutputs,
    UndoReport undo,
    List<String> warnings) {
  /** Keeps unmodifiable copies. */
  public OnboardingResult {
    TreeMap<ResourceId, SortedMap<String, String>> kept = new TreeMap<>();
    resourceOutputs.forEach(
        (id, values) -> kept.put(id, Collections.unmodifiableSortedMap(new TreeMap<>(values))));
    resourceOutputs = Collections.unmodifiableSortedMap(kept);
    warnings = List.copyOf(warnings);
  }

  /** Whether each resource is as planned. */
  public boolean succeeded() {
    return outcomes.values().stream().allMatch(Outcome::good);
  }

  /**
   * The outputs of all resources by name.
   *
   * <p>A name with several values has an entry {@code RESOURCE.NAME} for each of them instead, such
   * as {@code iam-role/a.arn}.
   */
  public SortedMap<String, String> outputs() {
    TreeMap<String, Set<String>> values = new TreeMap<>();
    resourceOutputs.forEach(
        (id, outputs) ->
            outputs.forEach(
                (name, value) -> values.computeIfAbsent(name, key -> new HashSet<>()).add(value)));
    TreeMap<String, String> flat = new TreeMap<>();
    resourceOutputs.forEach(
        (id, outputs) ->
            outputs.forEach(
                (name, value) ->
                    flat.put(
                        Objects.requireNonNull(values.get(name)).size() == 1
                            ? name
                            : id + "." + name,
                        value)));
    return Collections.unmodifiableSortedMap(flat);
  }

  /** As the document {@code onboard4j/result/v1}. */
  public String toJson() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("schema", "onboard4j/result/v1");
    tree.put("run", run);
    tree.put("cluster", cluster.toString());
    tree.put("fingerprint", fingerprint);
    List<Map<String, @Nullable Object>> steps = new ArrayList<>();
    outcomes.forEach((id, outcome) -> steps.add(OutcomeJson.outcome(id, actions.get(id), outcome)));
    tree.put("outcomes", steps);
    tree.put("outputs", outputs());
    tree.put("resourceOutputs", byName());
    tree.put("undo", undoTree());
    tree.put("warnings", warnings);
    return Json.pretty(tree) + "\n";
  }

  private Map<String, Object> byName() {
    Map<String, Object> tree = new LinkedHashMap<>();
    resourceOutputs.forEach((id, outputs) -> tree.put(id.toString(), outputs));
    return tree;
  }

  private Map<String, Object> undoTree() {
    Map<String, Object> kept = new LinkedHashMap<>();
    undo.kept().forEach((id, reason) -> kept.put(id.toString(), reason));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("removed", undo.removed().stream().map(ResourceId::toString).toList());
    tree.put("kept", kept);
    return tree;
  }
}
