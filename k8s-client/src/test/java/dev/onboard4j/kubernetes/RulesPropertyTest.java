package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Compares the algebra with an authorizer's decisions on single requests, over random rules. */
final class RulesPropertyTest {
  private static final List<String> RESOURCES =
      List.of("pods", "deployments", "services", "pods/log", "deployments/scale", "services/scale");

  @Property(tries = 2000)
  void normalFormSaysTheSame(@ForAll long seed) {
    List<PolicyRule> rules = new RandomRules(seed).rules(4);
    List<PolicyRule> normal = Rules.normal(rules);
    assertThat(Rules.covers(rules, normal)).isTrue();
    assertThat(Rules.covers(normal, rules)).isTrue();
    assertThat(Rules.normal(normal)).isEqualTo(normal);
  }

  @Property(tries = 1000)
  void orderAndGroupingMakeNoDifference(@ForAll long seed) {
    List<PolicyRule> rules = new RandomRules(seed).rules(4);
    List<PolicyRule> pieces = new ArrayList<>();
    rules.forEach(rule -> pieces.addAll(0, Rules.pieces(rule)));
    assertThat(Rules.normal(pieces)).isEqualTo(Rules.normal(rules));
  }

  @Property(tries = 1000)
  void aUnionCoversBothAndNothingElse(@ForAll long seed) {
    RandomRules random = new RandomRules(seed);
    List<PolicyRule> one = random.rules(3);
    List<PolicyRule> other = random.rules(3);
    List<PolicyRule> union = Rules.union(one, other);
    assertThat(Rules.covers(union, one) && Rules.covers(union, other)).isTrue();
    List<PolicyRule> both = new ArrayList<>(one);
    both.addAll(other);
    assertThat(Rules.covers(both, union)).isTrue();
  }

  @Property(tries = 2000)
  void missingRulesCompleteTheHeldRules(@ForAll long seed) {
    RandomRules random = new RandomRules(seed);
    List<PolicyRule> held = random.rules(4);
    List<PolicyRule> wanted = random.within(held);
    List<PolicyRule> missing = Rules.missing(held, wanted);
    assertThat(missing.isEmpty()).isEqualTo(Rules.covers(held, wanted));
    assertThat(Rules.covers(Rules.union(held, missing), wanted)).isTrue();
    missing.forEach(one -> assertThat(Rules.covers(held, List.of(one))).isFalse());
  }

  @Property(tries = 3000)
  void coveringRulesAllowEveryRequest(@ForAll long seed) {
    RandomRules random = new RandomRules(seed);
    List<PolicyRule> held = random.rules(4);
    List<PolicyRule> wanted = random.within(held);
    if (Rules.covers(held, wanted)) {
      everyRequest()
          .forEach(
              request -> {
                if (request.allowedBy(wanted)) {
                  assertThat(request.allowedBy(held)).as("%s by %s", request, held).isTrue();
                }
              });
    }
  }

  @Property(tries = 1000)
  void normalFormAllowsExactlyTheSameRequests(@ForAll long seed) {
    List<PolicyRule> rules = new RandomRules(seed).rules(4);
    List<PolicyRule> normal = Rules.normal(rules);
    everyRequest()
        .forEach(
            request ->
                assertThat(request.allowedBy(normal))
                    .as("%s by %s and by %s", request, rules, normal)
                    .isEqualTo(request.allowedBy(rules)));
  }

  private static List<Request> everyRequest() {
    List<Request> all = new ArrayList<>();
    for (String verb : List.of("get", "list", "create", "update", "patch")) {
      for (String path : List.of("/x", "/x/a", "/x/a/b", "/x/q", "/y", "/yy", "/z")) {
        all.add(new Request(verb, "", "", "", path));
      }
      for (String group : List.of("", "apps", "batch", "other")) {
        for (String resource : RESOURCES) {
          for (String name : List.of("", "a", "b", "d")) {
            all.add(new Request(verb, group, resource, name, ""));
          }
        }
      }
    }
    return all;
  }

  /** One request as the RBAC authorizer sees it: about a resource, or about a path. */
  private record Request(String verb, String group, String resource, String name, String path) {
    boolean allowedBy(List<PolicyRule> rules) {
      return rules.stream().anyMatch(this::allowedBy);
    }

    private boolean allowedBy(PolicyRule rule) {
      if (!anyOf(rule.verbs(), verb)) {
        return false;
      }
      if (!path.isEmpty()) {
        return rule.nonResourceUrls().stream()
            .anyMatch(
                url ->
                    url.endsWith("*")
                        ? path.startsWith(url.substring(0, url.length() - 1))
                        : path.equals(url));
      }
      int slash = resource.indexOf('/');
      boolean resourceMatches =
          anyOf(rule.resources(), resource)
              || (slash > 0 && rule.resources().contains("*" + resource.substring(slash)));
      return anyOf(rule.apiGroups(), group)
          && resourceMatches
          && (rule.resourceNames().isEmpty() || rule.resourceNames().contains(name));
    }

    private static boolean anyOf(Set<String> held, String one) {
      return held.contains("*") || held.contains(one);
    }
  }
}
