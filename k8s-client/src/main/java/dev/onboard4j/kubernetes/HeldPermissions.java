package dev.onboard4j.kubernetes;

import dev.onboard4j.model.RequiredPermission;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules the caller holds, as far as the API server lists them. Immutable.
 *
 * @param everywhere what the caller holds in every namespace and beyond
 * @param inNamespace what the caller holds in one namespace, the former included
 */
public record HeldPermissions(
    List<PolicyRule> everywhere, Map<String, List<PolicyRule>> inNamespace) {
  /** Keeps unmodifiable copies. */
  public HeldPermissions {
    everywhere = List.copyOf(everywhere);
    inNamespace = Collections.unmodifiableMap(new TreeMap<>(inNamespace));
  }

  /** Nothing known: whatever is written takes the verbs that lift the check. */
  public static HeldPermissions unknown() {
    return new HeldPermissions(List.of(), Map.of());
  }

  private List<PolicyRule> at(ObjectRef ref) {
    return ref.namespace().isEmpty()
        ? everywhere
        : inNamespace.getOrDefault(ref.namespace(), everywhere);
  }

  /** Creating a role takes its rules, or the verb {@code escalate} on any role. */
  public List<RequiredPermission> creating(ObjectRef role, List<PolicyRule> rules) {
    // With resourceNames the verb does not let anybody create (measured; see docs).
    return Rules.covers(at(role), rules) ? List.of() : List.of(role.permissionOnAll("escalate"));
  }

  /** Updating a role takes its rules, or the verb {@code escalate} on it. */
  public List<RequiredPermission> updating(ObjectRef role, List<PolicyRule> rules) {
    return Rules.covers(at(role), rules) ? List.of() : List.of(role.permission("escalate"));
  }

  /** Binding a role takes its rules, or the verb {@code bind} on it. */
  public List<RequiredPermission> binding(ObjectRef role, List<PolicyRule> rules) {
    return Rules.covers(at(role), rules) ? List.of() : List.of(role.permission("bind"));
  }

  /** Whether these rules give what is needed. */
  public boolean holds(ObjectRef at, PolicyRule piece) {
    return Rules.covers(at(at), List.of(piece));
  }

  /** What of these rules the caller does not hold. */
  public List<PolicyRule> missing(ObjectRef role, List<PolicyRule> rules) {
    return Rules.missing(at(role), rules);
  }
}
