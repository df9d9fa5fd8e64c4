package dev.onboard4j.kubernetes;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The first thing asked of an API server: what the caller may do there.
 *
 * <p>It also shows whether the API server can be reached at all. SelfSubjectRulesReview wants a
 * namespace; one that is not there gets the answer for every namespace.
 */
final class ApiServerProbe {
  private static final String NOWHERE = "onboard4j-no-such-namespace";
  private static final String RULES_REVIEW = "SelfSubjectRulesReview";

  private ApiServerProbe() {}

  static Connection ask(KubeClient kube, SortedSet<String> namespaces, RequestContext requests) {
    List<String> asked = new ArrayList<>(List.of(NOWHERE));
    asked.addAll(namespaces);
    List<Supplier<Object>> questions = new ArrayList<>();
    ApiRequest request = KubeClient.reviewing(RULES_REVIEW);
    for (String namespace : asked) {
      questions.add(
          () ->
              requests.cached(
                  request + " " + kube.server() + " " + namespace,
                  () -> requests.read(request, () -> one(kube, namespace))));
    }
    Map<String, List<PolicyRule>> held = new TreeMap<>();
    List<Object> answers = requests.all(questions);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) instanceof Connection.OutOfReach away) {
        return away;
      }
      held.put(asked.get(i), rules(KubeJson.map(answers.get(i))));
    }
    List<PolicyRule> everywhere = held.getOrDefault(NOWHERE, List.of());
    held.remove(NOWHERE);
    return new Connection.Reached(kube, new HeldPermissions(everywhere, held));
  }

  /** Out of reach is an answer: the engine would try for minutes what a closed network refuses. */
  private static Object one(KubeClient kube, String namespace) {
    try {
      return kube.reviewed(RULES_REVIEW, Map.of("namespace", namespace));
    } catch (OnboardingException e) {
      boolean closed = e.getCause() != null && KubeErrors.neverArrived(e.getCause());
      boolean stranger = e.category() == OnboardingException.Category.CALLER;
      if (closed || stranger) {
        return new Connection.OutOfReach(String.valueOf(e.getMessage()));
      }
      if (e.category() == OnboardingException.Category.PERMISSION) {
        return Map.of();
      }
      throw e;
    }
  }

  private static List<PolicyRule> rules(Map<String, Object> review) {
    Map<String, Object> status = KubeJson.map(review.get("status"));
    List<PolicyRule> rules = new ArrayList<>(RuleJson.rules(status.get("resourceRules")));
    rules.addAll(RuleJson.rules(status.get("nonResourceRules")));
    return List.copyOf(rules);
  }
}
