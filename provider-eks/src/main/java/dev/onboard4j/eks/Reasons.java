package dev.onboard4j.eks;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reasons of grants, by exactly their principal, permission, scope and condition. A wider grant
 * has no reason. Immutable.
 */
record Reasons(Map<Grant, JustifiedPermission> known) {
  Reasons {
    known = Map.copyOf(known);
  }

  /** Those of these grants; the first one counts where several say the same. */
  static Reasons of(List<Grant> explained) {
    Map<Grant, JustifiedPermission> known = new HashMap<>();
    explained.forEach(
        one ->
            known.putIfAbsent(
                with(one, JustifiedPermission.unexplained(one.permission().permission())),
                one.permission()));
    return new Reasons(known);
  }

  /** The same grants, each with its reason where there is one. */
  List<Grant> explain(List<Grant> found) {
    List<Grant> grants = new ArrayList<>();
    found.forEach(one -> grants.add(with(one, known.getOrDefault(one, one.permission()))));
    return grants;
  }

  /** The same grant for that reason. */
  static Grant because(Grant grant, String reason, String provenance) {
    return with(
        grant, new JustifiedPermission(grant.permission().permission(), reason, provenance));
  }

  private static Grant with(Grant grant, JustifiedPermission permission) {
    return new Grant(grant.principal(), permission, grant.scope(), grant.condition());
  }
}
