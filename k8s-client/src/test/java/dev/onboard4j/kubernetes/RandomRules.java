package dev.onboard4j.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Random rules over few values, so that they often overlap. */
final class RandomRules {
  static final List<String> VERBS = List.of("get", "list", "create", "update", "*");
  static final List<String> GROUPS = List.of("", "apps", "batch", "*");
  static final List<String> RESOURCES =
      List.of("pods", "deployments", "pods/log", "deployments/scale", "*/scale", "*/log", "*");
  static final List<String> NAMES = List.of("a", "b", "c");
  static final List<String> PATHS = List.of("/x", "/x/*", "/x/a", "/x/a/*", "/y", "/y*", "*");

  private final Random random;

  RandomRules(long seed) {
    random = new Random(seed);
  }

  List<PolicyRule> rules(int most) {
    List<PolicyRule> rules = new ArrayList<>();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      rules.add(rule());
    }
    return rules;
  }

  PolicyRule rule() {
    if (random.nextInt(5) == 0) {
      return PolicyRule.ofPaths(some(PATHS, 2), some(VERBS, 2));
    }
    return PolicyRule.of(
        some(GROUPS, 2),
        some(RESOURCES, 3),
        random.nextInt(3) == 0 ? some(NAMES, 2) : Set.of(),
        some(VERBS, 3));
  }

  /** Parts of the held rules, so that some results are positive. */
  List<PolicyRule> within(List<PolicyRule> held) {
    List<PolicyRule> pieces = new ArrayList<>();
    held.forEach(rule -> pieces.addAll(Rules.pieces(rule)));
    List<PolicyRule> wanted = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      wanted.add(narrowed(pieces.get(random.nextInt(pieces.size()))));
    }
    return random.nextInt(4) == 0 ? with(wanted, rule()) : Rules.normal(wanted);
  }

  /** The same permissions, split over rules of which none has all. */
  List<PolicyRule> dealt(PolicyRule rule) {
    List<PolicyRule> dealt = new ArrayList<>();
    List<PolicyRule> pieces = Rules.pieces(rule);
    dealt.addAll(Rules.normal(pieces.stream().filter(one -> random.nextBoolean()).toList()));
    dealt.addAll(Rules.missing(dealt, pieces));
    return dealt;
  }

  /** A part of a rule, with some of its verbs and some of its resources. */
  PolicyRule partOf(PolicyRule rule) {
    return new PolicyRule(
        rule.apiGroups(),
        someOf(rule.resources()),
        rule.resourceNames(),
        someOf(rule.nonResourceUrls()),
        someOf(rule.verbs()));
  }

  private SortedSet<String> someOf(Set<String> values) {
    return values.isEmpty() ? new TreeSet<>() : some(List.copyOf(new TreeSet<>(values)), 4);
  }

  private static List<PolicyRule> with(List<PolicyRule> rules, PolicyRule more) {
    List<PolicyRule> all = new ArrayList<>(rules);
    all.add(more);
    return all;
  }

  /** The same value, or a value that its wildcard matches. */
  private PolicyRule narrowed(PolicyRule piece) {
    return new PolicyRule(
        instead(piece.apiGroups(), GROUPS),
        instead(piece.resources(), RESOURCES),
        piece.aboutPaths() || random.nextInt(3) > 0
            ? new TreeSet<>(piece.resourceNames())
            : piece.resourceNames().isEmpty()
                ? some(NAMES, 2)
                : new TreeSet<>(piece.resourceNames()),
        instead(piece.nonResourceUrls(), PATHS),
        instead(piece.verbs(), VERBS));
  }

  private SortedSet<String> instead(Set<String> values, List<String> all) {
    return values.contains("*") && random.nextBoolean() ? some(all, 2) : new TreeSet<>(values);
  }

  private SortedSet<String> some(List<String> values, int most) {
    TreeSet<String> some = new TreeSet<>();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      some.add(values.get(random.nextInt(values.size())));
    }
    return some;
  }
}
