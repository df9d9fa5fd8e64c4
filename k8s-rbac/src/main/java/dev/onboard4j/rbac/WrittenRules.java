package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.HeldPermissions;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.PermissionRule;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.RuleJson;
import dev.onboard4j.kubernetes.Rules;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.rbac.RbacBlueprint.RoleSpec;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that roles have once they are written: those of the blueprint, and those that are kept.
 *
 * <p>The API server's escalation check covers the whole role, not only its changes.
 */
final class WrittenRules {
  private final KubeClient kube;
  private final List<RoleSpec> roles;
  private final boolean exactly;

  /**
   * The rules of these roles.
   *
   * @param exactly whether the rules that others added are removed
   */
  WrittenRules(KubeClient kube, List<RoleSpec> roles, boolean exactly) {
    this.kube = kube;
    this.roles = roles;
    this.exactly = exactly;
  }

  /**
   * For a permission to escalate or bind: the roles that it is about, each with the rules that the
   * caller does not hold, in words.
   */
  List<String> notHeld(PermissionRule permission, HeldPermissions held, RequestContext requests) {
    List<String> words = new ArrayList<>();
    for (RoleSpec spec : roles) {
      List<PolicyRule> missing =
          isAbout(permission, spec)
              ? held.missing(spec.role(), written(permission, spec, requests))
              : List.of();
      if (!missing.isEmpty()) {
        words.add(spec.role() + " has rules that the caller does not hold: " + missing);
      }
    }
    return words;
  }

  private static boolean isAbout(PermissionRule permission, RoleSpec spec) {
    return spec.role().kind().plural().equals(permission.resource())
        && spec.role().namespace().equals(permission.namespace())
        && (permission.name().isEmpty() || permission.name().equals(spec.role().name()));
  }

  /** The rules of a role; none of an existing one when the permission is about those to create. */
  private List<PolicyRule> written(
      PermissionRule permission, RoleSpec spec, RequestContext requests) {
    Optional<Map<String, Object>> found = find(spec, requests);
    if (found.isPresent() && permission.name().isEmpty()) {
      return List.of();
    }
    List<PolicyRule> kept =
        exactly
            ? List.of()
            : found.stream()
                .flatMap(object -> RuleJson.rules(object.get("rules")).stream())
                .flatMap(rule -> spec.kept(rule).stream())
                .toList();
    return Rules.union(kept, spec.wanted());
  }

  private Optional<Map<String, Object>> find(RoleSpec spec, RequestContext requests) {
    try {
      return kube.find(requests, spec.role());
    } catch (OnboardingException e) {
      if (e.category() == OnboardingException.Category.PERMISSION) {
        // The check of the permission to read it tells.
        return Optional.empty();
      }
      throw e;
    }
  }
}
