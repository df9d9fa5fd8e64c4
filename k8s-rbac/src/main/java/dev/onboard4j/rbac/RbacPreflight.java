package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.HeldPermissions;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.PermissionRule;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks the API server whether the caller holds the permissions of a plan.
 *
 * <p>First it compares the rules that SelfSubjectRulesReview lists; then it asks
 * SelfSubjectAccessReview, which also asks authorizers that list no rules (a cloud's own). The
 * verbs {@code escalate} and {@code bind} are not required of a caller who holds the rules
 * themselves.
 */
final class RbacPreflight extends RbacPermissions {
  private static final String ACCESS_REVIEW = "SelfSubjectAccessReview";

  private final KubeClient kube;
  private final HeldPermissions held;
  private final WrittenRules written;

  RbacPreflight(String namespace, KubeClient kube, HeldPermissions held, WrittenRules written) {
    super(namespace);
    this.kube = kube;
    this.held = held;
    this.written = written;
  }

  @Override
  public List<PermissionCheck> check(
      List<RequiredPermission> permissions, RequestContext requests) {
    List<Supplier<PermissionCheck>> questions = new ArrayList<>();
    permissions.forEach(one -> questions.add(() -> check(one, requests)));
    return requests.all(questions);
  }

  private PermissionCheck check(RequiredPermission permission, RequestContext requests) {
    Optional<PermissionRule> rule = PermissionRule.of(permission);
    if (rule.isEmpty()) {
      return PermissionCheck.unknown(permission, "not a permission of this API");
    }
    return held.holds(rule.get().scope(), rule.get().rule())
        ? PermissionCheck.allowed(permission, "SelfSubjectRulesReview lists it")
        : asked(permission, rule.get(), requests);
  }

  private PermissionCheck asked(
      RequiredPermission permission, PermissionRule rule, RequestContext requests) {
    try {
      Map<String, Object> review =
          kube.review(requests, ACCESS_REVIEW, Map.of("resourceAttributes", attributes(rule)));
      if (Boolean.TRUE.equals(KubeJson.map(review.get("status")).get("allowed"))) {
        return PermissionCheck.allowed(permission, ACCESS_REVIEW);
      }
      return rule.verb().equals("escalate") || rule.verb().equals("bind")
          ? byRules(permission, written.notHeld(rule, held, requests))
          : PermissionCheck.denied(permission, ACCESS_REVIEW);
    } catch (OnboardingException e) {
      return PermissionCheck.unknown(permission, ACCESS_REVIEW + " failed: " + e.getMessage());
    }
  }

  private static PermissionCheck byRules(RequiredPermission permission, List<String> notHeld) {
    return notHeld.isEmpty()
        ? PermissionCheck.allowed(permission, "the caller holds the rules themselves")
        : PermissionCheck.denied(permission, ACCESS_REVIEW + "; " + String.join("; ", notHeld));
  }

  private static Map<String, Object> attributes(PermissionRule rule) {
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
}
