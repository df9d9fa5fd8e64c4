package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.HeldPermissions;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.NeedRule;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.rbac.RbacBlueprint.RoleSpec;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks the API server whether the caller may do what a plan takes.
 *
 * <p>First the rules that the caller is known to hold, then SelfSubjectAccessReview for the rest:
 * other authorizers (a cloud's own) answer there that list no rules.
 */
final class RbacPreflight extends RbacPermissions {
  private static final String ACCESS_REVIEW = "SelfSubjectAccessReview";

  private final KubeClient kube;
  private final HeldPermissions held;
  private final List<RoleSpec> roles;

  RbacPreflight(KubeClient kube, HeldPermissions held, List<RoleSpec> roles) {
    this.kube = kube;
    this.held = held;
    this.roles = roles;
  }

  @Override
  public List<PermissionCheck> check(
      List<RequiredPermission> permissions, RequestContext requests) {
    List<Supplier<PermissionCheck>> questions = new ArrayList<>();
    permissions.forEach(one -> questions.add(() -> check(one, requests)));
    return requests.all(questions);
  }

  private PermissionCheck check(RequiredPermission permission, RequestContext requests) {
    Optional<NeedRule> rule = NeedRule.of(permission);
    if (rule.isEmpty()) {
      return PermissionCheck.unknown(permission, "no permission of this API");
    }
    return held.holds(rule.get().where(), rule.get().rule())
        ? PermissionCheck.allowed(permission, "SelfSubjectRulesReview lists it")
        : asked(permission, rule.get(), requests);
  }

  private PermissionCheck asked(
      RequiredPermission permission, NeedRule rule, RequestContext requests) {
    try {
      Map<String, Object> review =
          kube.review(requests, ACCESS_REVIEW, Map.of("resourceAttributes", attributes(rule)));
      Map<String, Object> status = KubeJson.map(review.get("status"));
      return Boolean.TRUE.equals(status.get("allowed"))
          ? PermissionCheck.allowed(permission, ACCESS_REVIEW)
          : PermissionCheck.denied(permission, ACCESS_REVIEW + lacking(rule));
    } catch (OnboardingException e) {
      return PermissionCheck.unknown(permission, ACCESS_REVIEW + " failed: " + e.getMessage());
    }
  }

  private static Map<String, Object> attributes(NeedRule rule) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("verb", rule.verb());
    attributes.put("group", rule.group());
    attributes.put("resource", rule.resource());
    if (!rule.namespace().isEmpty()) {
      attributes.put("namespace", rule.namespace());
    }
    if (!rule.name().isEmpty()) {
      attributes.put("name", rule.name());
    }
    return attributes;
  }

  /** Of the two verbs that lift a check: the rules that would do instead. */
  private String lacking(NeedRule rule) {
    if (!rule.verb().equals("escalate") && !rule.verb().equals("bind")) {
      return "";
    }
    StringBuilder words = new StringBuilder();
    for (RoleSpec spec : roles) {
      boolean meant =
          spec.role().kind().plural().equals(rule.resource())
              && spec.role().namespace().equals(rule.namespace())
              && (rule.name().isEmpty() || rule.name().equals(spec.role().name()));
      List<PolicyRule> missing = meant ? held.missing(spec.role(), spec.wanted()) : List.of();
      if (!missing.isEmpty()) {
        words
            .append("; ")
            .append(spec.role())
            .append(" needs rules you do not hold: ")
            .append(missing);
      }
    }
    return words.toString();
  }
}
