package dev.onboard4j.engine;

import dev.onboard4j.json.Json;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Changes plan files by hand, as anybody can. */
final class Forgery {
  private Forgery() {}

  /** A file with a correct fingerprint whose content is changed. */
  static String forged(OnboardingPlan plan, Consumer<Map<String, Object>> change) {
    Map<String, Object> tree = new LinkedHashMap<>(Json.object(plan.toJson()));
    change.accept(tree);
    tree.remove("fingerprint");
    if (tree.get("summary").equals(Json.object(plan.toJson()).get("summary"))) {
      tree.put("summary", summary(tree));
    }
    tree.put("fingerprint", "sha256:" + Json.digest(tree));
    return Json.line(tree);
  }

  /** A summary that agrees with the forged changes. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> summary(Map<String, Object> tree) {
    Map<String, Object> counts = new LinkedHashMap<>((Map<String, Object>) tree.get("summary"));
    counts.replaceAll((key, count) -> 0);
    for (Object change : (List<Object>) tree.get("changes")) {
      Map<String, Object> one = (Map<String, Object>) change;
      counts.merge((String) one.get("action"), 1, (a, b) -> (int) a + (int) b);
      for (String gate : List.of("consent", "blocked")) {
        if (one.get("gate") instanceof Map<?, ?> gated && gated.containsKey(gate)) {
          counts.merge(gate, 1, (a, b) -> (int) a + (int) b);
        }
      }
    }
    return counts;
  }

  /** One of the changes, in the order of the file. */
  static Map<String, Object> change(Map<String, Object> tree, int index) {
    return changes(tree).get(index);
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> changes(Map<String, Object> tree) {
    return (List<Map<String, Object>>) tree.get("changes");
  }
}
