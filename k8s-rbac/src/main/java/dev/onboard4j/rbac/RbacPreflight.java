package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.HeldPermissions;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.NeedRule;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.PermissionCheck.Answer;
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
 * <p>First the rules he is known to hold, then SelfSubjectAccessReview for the rest: other
 * authorizers (a cloud's own) answer there that list no rules.
 */
final class RbacPreflight {
  private static final String ACCESS_REVIEW = "SelfSubjectAccessReview";

  private final KubeClient kube;
  private final HeldPermissions rights;
  private final List<RoleSpec> roles;

  RbacPreflight(KubeClient kube, HeldPermissions rights, List<RoleSpec> roles) {
    this.kube = kube;
    this.rights = rights;
    this.roles = roles;
  }

  List<PermissionCheck> verdicts(List<RequiredPermission> needs, RequestContext requests) {
    List<Supplier<PermissionCheck>> questions = new ArrayList<>();
    needs.forEach(need -> questions.add(() -> verdict(need, requests)));
    return requests.all(questions);
  }

  private PermissionCheck verdict(RequiredPermission need, RequestContext requests) {
    Optional<NeedRule> rule = NeedRule.of(need);
    if (rule.isEmpty()) {
      return new PermissionCheck(need, Answer.UNKNOWN, "no permission of this API");
    }
    return rights.holds(rule.get().where(), rule.get().rule())
        ? new PermissionCheck(need, Answer.ALLOWED, "SelfSubjectRulesReview lists it")
        : asked(need, rule.get(), requests);
  }

  private PermissionCheck asked(RequiredPermission need, NeedRule rule, RequestContext requests) {
    try {
      Map<String, Object> review =
          kube.review(requests, ACCESS_REVIEW, Map.of("resourceAttributes", attributes(rule)));
      Map<String, Object> status = KubeJson.map(review.get("status"));
      if (Boolean.TRUE.equals(status.get("allowed"))) {
        return new PermissionCheck(need, Answer.ALLOWED, ACCESS_REVIEW);
      }
      return new PermissionCheck(need, Answer.DENIED, ACCESS_REVIEW + lacking(rule));
    } catch (OnboardingException e) {
      return new PermissionCheck(
          need, Answer.UNKNOWN, ACCESS_REVIEW + " failed: " + e.getMessage());
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
      List<PolicyRule> missing = meant ? rights.missing(spec.role(), spec.wanted()) : List.of();
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
