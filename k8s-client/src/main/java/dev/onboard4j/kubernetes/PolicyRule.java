package dev.onboard4j.kubernetes;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One rule of a Role or ClusterRole: these verbs on those resources, or on those paths. Immutable.
 *
 * <p>Order and repetition have no meaning, so they are not kept. Source: the API reference of
 * rbac.authorization.k8s.io/v1, PolicyRule.
 *
 * @param apiGroups the groups; the empty one is the core group, {@code *} is every group
 * @param resources the resources, with {@code /subresource}; {@code *} is all of them
 * @param resourceNames the only objects it is about; none for any object
 * @param nonResourceUrls paths that are no resources, a trailing {@code *} stands for anything
 * @param verbs what is allowed; {@code *} is everything, those unheard of included
 */
public record PolicyRule(
    SortedSet<String> apiGroups,
    SortedSet<String> resources,
    SortedSet<String> resourceNames,
    SortedSet<String> nonResourceUrls,
    SortedSet<String> verbs)
    implements Comparable<PolicyRule> {
  /** Keeps sorted, unmodifiable copies. */
  public PolicyRule {
    apiGroups = Collections.unmodifiableSortedSet(new TreeSet<>(apiGroups));
    resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
    resourceNames = Collections.unmodifiableSortedSet(new TreeSet<>(resourceNames));
    nonResourceUrls = Collections.unmodifiableSortedSet(new TreeSet<>(nonResourceUrls));
    verbs = Collections.unmodifiableSortedSet(new TreeSet<>(verbs));
  }

  /** Verbs on resources of one group, whatever they are called. */
  public static PolicyRule of(String group, Set<String> resources, Set<String> verbs) {
    return of(Set.of(group), resources, Set.of(), verbs);
  }

  /** Verbs on resources, of these names only unless there are none. */
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

  /** Whether it is about paths, not about resources. */
  public boolean aboutPaths() {
    return !nonResourceUrls.isEmpty();
  }

  @Override
  public int compareTo(PolicyRule other) {
    return key().compareTo(other.key());
  }

  private String key() {
    return String.join(
        "\u0001",
        List.of(
            String.join("\u0000", apiGroups),
            String.join("\u0000", resources),
            String.join("\u0000", resourceNames),
            String.join("\u0000", nonResourceUrls),
            String.join("\u0000", verbs)));
  }

  /** For people: {@code get,list pods, nodes} or {@code patch deployments.apps [agent]}. */
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
