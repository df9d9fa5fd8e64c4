package dev.onboard4j.spi.support;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reasons of grants, by exactly their principal, permission, scope and condition. Immutable.
 *
 * <p>A grant that differs in one of these, such as a wider one, has no reason.
 *
 * @param known the recorded reason of each grant, the key being the grant without its reason
 */
public record Reasons(Map<Grant, JustifiedPermission> known) {
  /** Keeps an unmodifiable copy. */
  public Reasons {
    known = Map.copyOf(known);
  }

  /** Records the reasons of these grants; the first one counts if several grants are equal. */
  public static Reasons of(List<Grant> explained) {
    Map<Grant, JustifiedPermission> known = new HashMap<>();
    explained.forEach(
        one ->
            known.putIfAbsent(
                with(one, JustifiedPermission.unexplained(one.permission().permission())),
                one.permission()));
    return new Reasons(known);
  }

  /** Returns the same grants, each with its recorded reason if there is one. */
  public List<Grant> explain(List<Grant> found) {
    List<Grant> grants = new ArrayList<>();
    found.forEach(one -> grants.add(with(one, known.getOrDefault(one, one.permission()))));
    return grants;
  }

  /** Returns the same grant with that reason. */
  public static Grant because(Grant grant, String reason, String provenance) {
    return with(
        grant, new JustifiedPermission(grant.permission().permission(), reason, provenance));
  }

  private static Grant with(Grant grant, JustifiedPermission permission) {
    return new Grant(grant.principal(), permission, grant.scope(), grant.condition());
  }
}
