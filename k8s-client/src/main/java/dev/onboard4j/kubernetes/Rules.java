package dev.onboard4j.kubernetes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The algebra of RBAC rules, with the API server's own idea of which rules cover which.
 *
 * <p>That idea is one of syntax: to hold every {@code x/scale} there is is not to hold {@code
 * *}{@code /scale}. A rule is broken into one verb on one resource of one group with one name, and
 * each such piece needs one held rule that covers it. Pure; thread-safe.
 *
 * <pre>{@code
 * List<PolicyRule> missing = Rules.missing(held, wanted); // empty: the caller may grant it
 * }</pre>
 */
public final class Rules {
  private static final String ALL = "*";

  private Rules() {}

  /** Whether somebody who holds these may grant those, without the verb {@code escalate}. */
  public static boolean covers(Collection<PolicyRule> held, Collection<PolicyRule> wanted) {
    return wanted.stream().flatMap(rule -> pieces(rule).stream()).allMatch(p -> covered(held, p));
  }

  /** What of the wanted rules the held ones do not cover, in normal form. */
  public static List<PolicyRule> missing(
      Collection<PolicyRule> held, Collection<PolicyRule> wanted) {
    return normal(
        wanted.stream()
            .flatMap(rule -> pieces(rule).stream())
            .filter(piece -> !covered(held, piece))
            .toList());
  }

  /** Both together, in normal form. */
  public static List<PolicyRule> union(Collection<PolicyRule> one, Collection<PolicyRule> other) {
    List<PolicyRule> all = new ArrayList<>(one);
    all.addAll(other);
    return normal(all);
  }

  /**
   * The same rights in their one short form: equal rights of equal wording give equal lists.
   *
   * <p>What another piece covers is dropped, the rest is joined again: resources that share verbs,
   * names that share a resource. Each rule is about one group.
   */
  public static List<PolicyRule> normal(Collection<PolicyRule> rules) {
    SortedSet<PolicyRule> pieces = new TreeSet<>();
    rules.forEach(rule -> pieces.addAll(pieces(rule)));
    SortedSet<PolicyRule> needed = new TreeSet<>(pieces);
    for (PolicyRule piece : pieces) {
      needed.remove(piece);
      if (!covered(needed, piece)) {
        needed.add(piece);
      }
    }
    Collection<PolicyRule> joined = joined(needed, PolicyRule::verbs, Rules::verbs);
    joined = joined(joined, PolicyRule::resourceNames, Rules::names);
    joined = joined(joined, PolicyRule::resources, Rules::resources);
    joined = joined(joined, PolicyRule::nonResourceUrls, Rules::paths);
    return List.copyOf(new TreeSet<>(joined));
  }

  /** Joins rules that differ in one part only; a part that is empty says something of its own. */
  private static Collection<PolicyRule> joined(
      Collection<PolicyRule> rules,
      Function<PolicyRule, SortedSet<String>> part,
      Replacing replacing) {
    TreeMap<PolicyRule, SortedSet<String>> together = new TreeMap<>();
    SortedSet<PolicyRule> result = new TreeSet<>();
    for (PolicyRule rule : rules) {
      if (part.apply(rule).isEmpty()) {
        result.add(rule);
      } else {
        together
            .computeIfAbsent(replacing.with(rule, new TreeSet<>()), r -> new TreeSet<>())
            .addAll(part.apply(rule));
      }
    }
    together.forEach((rest, values) -> result.add(replacing.with(rest, values)));
    return result;
  }

  /** The rule with one part replaced. */
  @FunctionalInterface
  private interface Replacing {
    PolicyRule with(PolicyRule rule, SortedSet<String> values);
  }

  private static PolicyRule verbs(PolicyRule rule, SortedSet<String> values) {
    return new PolicyRule(
        rule.apiGroups(), rule.resources(), rule.resourceNames(), rule.nonResourceUrls(), values);
  }

  private static PolicyRule names(PolicyRule rule, SortedSet<String> values) {
    return new PolicyRule(
        rule.apiGroups(), rule.resources(), values, rule.nonResourceUrls(), rule.verbs());
  }

  private static PolicyRule resources(PolicyRule rule, SortedSet<String> values) {
    return new PolicyRule(
        rule.apiGroups(), values, rule.resourceNames(), rule.nonResourceUrls(), rule.verbs());
  }

  private static PolicyRule paths(PolicyRule rule, SortedSet<String> values) {
    return new PolicyRule(
        rule.apiGroups(), rule.resources(), rule.resourceNames(), values, rule.verbs());
  }

  /**
   * Breaks a rule into pieces: one verb on one resource of one group with one name, or one path.
   */
  public static List<PolicyRule> pieces(PolicyRule rule) {
    List<PolicyRule> pieces = new ArrayList<>();
    for (String verb : rule.verbs()) {
      Set<String> one = Set.of(verb);
      rule.nonResourceUrls().forEach(path -> pieces.add(PolicyRule.ofPaths(Set.of(path), one)));
      for (String group : rule.apiGroups()) {
        for (String resource : rule.resources()) {
          if (rule.resourceNames().isEmpty()) {
            pieces.add(PolicyRule.of(group, Set.of(resource), one));
          }
          rule.resourceNames()
              .forEach(
                  name ->
                      pieces.add(
                          PolicyRule.of(Set.of(group), Set.of(resource), Set.of(name), one)));
        }
      }
    }
    return pieces;
  }

  private static boolean covered(Collection<PolicyRule> held, PolicyRule piece) {
    return held.stream().anyMatch(rule -> covers(rule, piece));
  }

  private static boolean covers(PolicyRule held, PolicyRule piece) {
    return allOrEach(held.verbs(), piece.verbs())
        && allOrEach(held.apiGroups(), piece.apiGroups())
        && piece.resources().stream().allMatch(one -> coversResource(held.resources(), one))
        && coversNames(held.resourceNames(), piece.resourceNames())
        && piece.nonResourceUrls().stream()
            .allMatch(one -> held.nonResourceUrls().stream().anyMatch(h -> coversPath(h, one)));
  }

  private static boolean allOrEach(Set<String> held, Set<String> wanted) {
    return held.contains(ALL) || held.containsAll(wanted);
  }

  static boolean coversResource(Set<String> held, String wanted) {
    int slash = wanted.indexOf('/');
    return held.contains(ALL)
        || held.contains(wanted)
        || (slash >= 0 && held.contains(ALL + wanted.substring(slash)));
  }

  private static boolean coversNames(Set<String> held, Set<String> wanted) {
    return held.isEmpty() || (!wanted.isEmpty() && held.containsAll(wanted));
  }

  private static boolean coversPath(String held, String wanted) {
    return held.equals(wanted)
        || (held.endsWith(ALL) && wanted.startsWith(held.replaceFirst("\\*+$", "")));
  }
}
