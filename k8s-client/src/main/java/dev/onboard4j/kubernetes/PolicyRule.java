package dev.onboard4j.kubernetes;

import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One rule of a Role or ClusterRole: verbs on resources, or verbs on paths. Immutable.
 *
 * <p>Order and repetition have no meaning and are not kept. Source: the API reference of
 * rbac.authorization.k8s.io/v1, PolicyRule.
 *
 * @param apiGroups the groups; the empty one is the core group, {@code *} is every group
 * @param resources the resources, with {@code /subresource}; {@code *} is all of them
 * @param resourceNames the names of the only objects that it covers; none for all objects
 * @param nonResourceUrls paths that are not resources; a trailing {@code *} matches any text
 * @param verbs the allowed verbs; {@code *} is every verb, unknown ones included
 */
public record PolicyRule(
    SortedSet<String> apiGroups,
    SortedSet<String> resources,
    SortedSet<String> resourceNames,
    SortedSet<String> nonResourceUrls,
    SortedSet<String> verbs)
    implements Comparable<PolicyRule> {
  private static final Comparator<PolicyRule> ORDER =
      Comparator.comparing(PolicyRule::text).thenComparing(PolicyRule::sizes);

  /** Keeps sorted, unmodifiable copies. */
  public PolicyRule {
    apiGroups = Collections.unmodifiableSortedSet(new TreeSet<>(apiGroups));
    resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
    resourceNames = Collections.unmodifiableSortedSet(new TreeSet<>(resourceNames));
    nonResourceUrls = Collections.unmodifiableSortedSet(new TreeSet<>(nonResourceUrls));
    verbs = Collections.unmodifiableSortedSet(new TreeSet<>(verbs));
  }

  /** Verbs on resources of one group, with any name. */
  public static PolicyRule of(String group, Set<String> resources, Set<String> verbs) {
    return of(Set.of(group), resources, Set.of(), verbs);
  }

  /** Verbs on resources; on those with these names only, if names are given. */
  public static PolicyRule of(
      Set<String> groups, Set<String> resources, Set<String> names, Set<String> verbs) {
    return new PolicyRule(
        new TreeSet<>(groups),
        new TreeSet<>(resources),
        new TreeSet<>(names),
        new TreeSet<>(),
        new TreeSet<>(verbs));
  }

  /** Verbs on paths. */
  public static PolicyRule ofPaths(Set<String> paths, Set<String> verbs) {
    return new PolicyRule(
        new TreeSet<>(),
        new TreeSet<>(),
        new TreeSet<>(),
        new TreeSet<>(paths),
        new TreeSet<>(verbs));
  }

  /** Whether it covers paths, not resources. */
  public boolean aboutPaths() {
    return !nonResourceUrls.isEmpty();
  }

  @Override
  public int compareTo(PolicyRule other) {
    return ORDER.compare(this, other);
  }

  private Stream<SortedSet<String>> parts() {
    return Stream.of(apiGroups, resources, resourceNames, nonResourceUrls, verbs);
  }

  private String text() {
    return parts()
        .map(values -> String.join("\u0000", values))
        .collect(Collectors.joining("\u0001"));
  }

  /** Tells no value from one empty value, which have the same text. */
  private String sizes() {
    return parts().map(values -> String.valueOf(values.size())).collect(Collectors.joining(" "));
  }

  /** The rule in words: {@code get,list pods, nodes} or {@code patch deployments.apps [agent]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.join(",", verbs)).append(' ');
    if (aboutPaths()) {
      return text.append(String.join(", ", nonResourceUrls)).toString();
    }
    String groups = String.join("|", apiGroups);
    text.append(
        resources.stream()
            .map(resource -> groups.isEmpty() ? resource : resource + "." + groups)
            .reduce((a, b) -> a + ", " + b)
            .orElse("nothing"));
    return resourceNames.isEmpty() ? text.toString() : text.append(' ') + resourceNames.toString();
  }
}
