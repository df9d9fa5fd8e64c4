package dev.onboard4j.kubernetes;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules that the caller holds, as far as the API server lists them. Immutable.
 *
 * @param everywhere the rules that hold in the whole cluster
 * @param inNamespace the rules that hold in one namespace, those of the whole cluster included
 */
public record HeldPermissions(
    List<PolicyRule> everywhere, Map<String, List<PolicyRule>> inNamespace) {
  /** Keeps unmodifiable copies. */
  public HeldPermissions {
    everywhere = List.copyOf(everywhere);
    inNamespace = Collections.unmodifiableMap(new TreeMap<>(inNamespace));
  }

  private List<PolicyRule> at(ObjectRef ref) {
    return ref.namespace().isEmpty()
        ? everywhere
        : inNamespace.getOrDefault(ref.namespace(), everywhere);
  }

  /** Whether the caller holds that rule where the role is. */
  public boolean holds(ObjectRef role, PolicyRule rule) {
    return Rules.covers(at(role), List.of(rule));
  }

  /** The rules that the caller does not hold where the role is. */
  public List<PolicyRule> missing(ObjectRef role, List<PolicyRule> rules) {
    return Rules.missing(at(role), rules);
  }
}
