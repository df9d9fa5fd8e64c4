package dev.onboard4j.rbac;

import dev.onboard4j.model.RequiredPermission;
import java.util.List;
import java.util.Map;

/**
 * The rules the caller holds, as far as the API server lists them.
 *
 * @param everywhere what he holds in every namespace and beyond
 * @param inNamespace what he holds in one namespace, the former included
 */
record HeldPermissions(List<PolicyRule> everywhere, Map<String, List<PolicyRule>> inNamespace) {
  /** Nothing known: whatever is written takes the verbs that lift the check. */
  static HeldPermissions unknown() {
    return new HeldPermissions(List.of(), Map.of());
  }

  private List<PolicyRule> at(ObjectRef ref) {
    return ref.namespace().isEmpty()
        ? everywhere
        : inNamespace.getOrDefault(ref.namespace(), everywhere);
  }

  /** Writing a role takes its rules, or the verb {@code escalate}. */
  List<RequiredPermission> escalating(ObjectRef role, List<PolicyRule> rules, boolean creating) {
    if (Rules.covers(at(role), rules)) {
      return List.of();
    }
    // With resourceNames the verb does not let anybody create (measured; see docs).
    return List.of(creating ? role.any("escalate") : role.need("escalate"));
  }

  /** Binding a role takes its rules, or the verb {@code bind} on it. */
  List<RequiredPermission> binding(ObjectRef role, List<PolicyRule> rules) {
    return Rules.covers(at(role), rules) ? List.of() : List.of(role.need("bind"));
  }

  /** Whether these rules give what is needed. */
  boolean holds(ObjectRef at, PolicyRule piece) {
    return Rules.covers(at(at), List.of(piece));
  }

  /** What of these rules the caller does not hold. */
  List<PolicyRule> missing(ObjectRef role, List<PolicyRule> rules) {
    return Rules.missing(at(role), rules);
  }
}
