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
 * Asks the API server, as the first requests to it, which permissions the caller holds.
 *
 * <p>That shows whether the API server can be reached at all. SelfSubjectRulesReview requires a
 * namespace; for a namespace that does not exist it lists the rules that hold in every namespace.
 */
final class ApiServerProbe {
  private static final String NO_NAMESPACE = "onboard4j-no-such-namespace";
  private static final String RULES_REVIEW = "SelfSubjectRulesReview";

  private ApiServerProbe() {}

  static Connection ask(KubeClient kube, SortedSet<String> namespaces, RequestContext requests) {
    List<String> asked = new ArrayList<>(List.of(NO_NAMESPACE));
    asked.addAll(namespaces);
    List<Supplier<Object>> questions = new ArrayList<>();
    asked.forEach(namespace -> questions.add(() -> cachedReview(kube, namespace, requests)));
    List<Object> answers = requests.all(questions);
    Map<String, List<PolicyRule>> held = new TreeMap<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) instanceof Connection.OutOfReach away) {
        return away;
      }
      held.put(asked.get(i), rules(KubeJson.map(answers.get(i))));
    }
    List<PolicyRule> everywhere = held.getOrDefault(NO_NAMESPACE, List.of());
    held.remove(NO_NAMESPACE);
    return new Connection.Reached(kube, new HeldPermissions(everywhere, held));
  }

  private static Object cachedReview(KubeClient kube, String namespace, RequestContext requests) {
    ApiRequest request = KubeClient.reviewing(RULES_REVIEW);
    return requests.cached(
        request + " " + kube.server() + " " + namespace,
        () -> requests.read(request, () -> review(kube, namespace)));
  }

  /**
   * The review, or {@link Connection.OutOfReach}: the engine would retry for minutes what a closed
   * network refuses.
   */
  private static Object review(KubeClient kube, String namespace) {
    try {
      return kube.sendReview(RULES_REVIEW, Map.of("namespace", namespace));
    } catch (OnboardingException e) {
      boolean closed = e.getCause() != null && KubeErrors.neverArrived(e.getCause());
      if (closed || e.category() == OnboardingException.Category.CALLER) {
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
