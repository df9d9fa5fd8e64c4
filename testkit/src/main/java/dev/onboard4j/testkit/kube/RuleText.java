package dev.onboard4j.rbac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads rules as tests write them: {@code get,list apps|batch: deployments, jobs [a,b]; get /x/*}.
 */
final class RuleText {
  private RuleText() {}

  static List<PolicyRule> rules(String text) {
    List<PolicyRule> rules = new ArrayList<>();
    for (String one : text.split(";", -1)) {
      if (!one.isBlank()) {
        rules.add(rule(one.strip()));
      }
    }
    return rules;
  }

  private static PolicyRule rule(String text) {
    int space = text.indexOf(' ');
    Set<String> verbs = set(text.substring(0, space));
    String rest = text.substring(space + 1).strip();
    if (rest.startsWith("/") || rest.startsWith("url ")) {
      return PolicyRule.ofPaths(set(rest.replaceFirst("^url ", "")), verbs);
    }
    Set<String> names = Set.of();
    int bracket = rest.indexOf('[');
    if (bracket >= 0) {
      String inside = rest.substring(bracket + 1, rest.indexOf(']'));
      names = inside.equals("\"\"") ? Set.of("") : set(inside);
      rest = rest.substring(0, bracket).strip();
    }
    int colon = rest.indexOf(':');
    Set<String> groups =
        colon < 0
            ? Set.of("")
            : new TreeSet<>(
                Arrays.stream(rest.substring(0, colon).split("\\|", -1))
                    .map(group -> group.equals("core") ? "" : group)
                    .toList());
    return PolicyRule.of(groups, set(rest.substring(colon + 1)), names, verbs);
  }

  private static Set<String> set(String text) {
    return new TreeSet<>(
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .toList());
  }
}
