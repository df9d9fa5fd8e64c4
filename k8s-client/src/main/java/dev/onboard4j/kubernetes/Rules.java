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
 * The algebra of RBAC rules: the API server's own definition of which rules cover which.
 *
 * <p>The definition compares texts: all existing {@code x/scale} together do not cover {@code
 * *}{@code /scale}. A rule is split into pieces of one verb, group, resource and name, and each
 * piece requires one held rule that covers it. Pure; thread-safe.
 *
 * <pre>{@code
 * List<PolicyRule> missing = Rules.missing(held, wanted); // empty: the caller may grant it
 * }</pre>
 */
public final class Rules {
  private static final String ALL = "*";

  private Rules() {}

  /** Whether a caller who holds some rules may grant others without the verb {@code escalate}. */
  public static boolean covers(Collection<PolicyRule> held, Collection<PolicyRule> wanted) {
    return wanted.stream().flatMap(rule -> pieces(rule).stream()).allMatch(p -> covered(held, p));
  }

  /** The part of the wanted rules that the held ones do not cover, in normal form. */
  public static List<PolicyRule> missing(
      Collection<PolicyRule> held, Collection<PolicyRule> wanted) {
    return normal(
        wanted.stream()
            .flatMap(rule -> pieces(rule).stream())
            .filter(piece -> !covered(held, piece))
            .toList());
  }

  /** The rules of both, in normal form. */
  public static List<PolicyRule> union(Collection<PolicyRule> one, Collection<PolicyRule> other) {
    List<PolicyRule> all = new ArrayList<>(one);
    all.addAll(other);
    return normal(all);
  }

  /**
   * The normal form of rules: rules with the same pieces give equal lists.
   *
   * <p>Pieces that other pieces cover are dropped; the others are joined again: resources that
   * share verbs, names that share a resource. Each rule has one group.
   */
  public static List<PolicyRule> normal(Collection<PolicyRule> rules) {
    Collection<PolicyRule> joined = joined(uncovered(rules), PolicyRule::verbs, Rules::verbs);
    joined = joined(joined, PolicyRule::resourceNames, Rules::names);
    joined = joined(joined, PolicyRule::resources, Rules::resources);
    joined = joined(joined, PolicyRule::nonResourceUrls, Rules::paths);
    return List.copyOf(new TreeSet<>(joined));
  }

  /** The pieces of the rules that no other piece covers. */
  private static SortedSet<PolicyRule> uncovered(Collection<PolicyRule> rules) {
    SortedSet<PolicyRule> pieces = new TreeSet<>();
    rules.forEach(rule -> pieces.addAll(pieces(rule)));
    SortedSet<PolicyRule> uncovered = new TreeSet<>(pieces);
    for (PolicyRule piece : pieces) {
      uncovered.remove(piece);
      if (!covered(uncovered, piece)) {
        uncovered.add(piece);
      }
    }
    return uncovered;
  }

  /** Joins rules that differ in one part only, unless that part is empty. */
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
   * Splits a rule into pieces: one verb on one resource of one group with one name, or on one path.
   */
  public static List<PolicyRule> pieces(PolicyRule rule) {
    List<PolicyRule> pieces = new ArrayList<>();
    for (String verb : rule.verbs()) {
      Set<String> verbs = Set.of(verb);
      rule.nonResourceUrls().forEach(path -> pieces.add(PolicyRule.ofPaths(Set.of(path), verbs)));
      for (String group : rule.apiGroups()) {
        for (String resource : rule.resources()) {
          for (Set<String> names : each(rule.resourceNames())) {
            pieces.add(PolicyRule.of(Set.of(group), Set.of(resource), names, verbs));
          }
        }
      }
    }
    return pieces;
  }

  /** One set per name; one empty set when there are no names. */
  private static List<Set<String>> each(Set<String> names) {
    return names.isEmpty() ? List.of(Set.of()) : names.stream().map(name -> Set.of(name)).toList();
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
