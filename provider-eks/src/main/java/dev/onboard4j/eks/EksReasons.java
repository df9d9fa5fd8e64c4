package dev.onboard4j.eks;

import dev.onboard4j.eks.EksBlueprint.PolicySpec;
import dev.onboard4j.eks.EksBlueprint.RoleSpec;
import dev.onboard4j.model.Grant;
import dev.onboard4j.spi.support.Reasons;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the reasons of all grants of one cluster, from the blueprint and from this module. */
record EksReasons(EksBlueprint blueprint, Template template) {
  private static final String SCRIPT = "onboarding script";

  /** The reasons of a managed policy. */
  Reasons policy(PolicySpec policy, String role) {
    return Reasons.of(statements(policy, role));
  }

  /**
   * The reasons of the cluster role.
   *
   * @param own the managed policy of onboarding that it holds
   * @param trust the trust document, or null when none is declared
   */
  Reasons clusterRole(String role, String own, @Nullable Object trust) {
    List<Grant> grants = statements(blueprint.inlinePolicy(), role);
    grants.addAll(attachments(blueprint.clusterRole(), role));
    grants.add(own(role, own));
    PolicyGrants.trusted(role, trust)
        .forEach(one -> grants.add(Reasons.because(one, "assumes only this role", SCRIPT)));
    return Reasons.of(grants);
  }

  /** The reasons of the node role; {@code own} is its managed policy, or null. */
  Reasons nodeRole(String role, @Nullable String own, Object trust) {
    List<Grant> grants = attachments(blueprint.nodeRole(), role);
    if (own != null) {
      grants.add(own(role, own));
    }
    PolicyGrants.trusted(role, trust)
        .forEach(one -> grants.add(Reasons.because(one, "starts nodes as this role", SCRIPT)));
    return Reasons.of(grants);
  }

  /** The reasons of the instance profile. */
  static Reasons instanceProfile(String profile, String role) {
    return Reasons.of(
        List.of(
            Reasons.because(
                PolicyGrants.carried(profile, role), "nodes act as the node role", SCRIPT)));
  }

  private static Grant own(String role, String policy) {
    return Reasons.because(
        PolicyGrants.attached(role, policy), "holds what this policy allows", SCRIPT);
  }

  private List<Grant> statements(PolicySpec policy, String holder) {
    List<Grant> grants = new ArrayList<>();
    for (EksBlueprint.Statement statement : policy.statements()) {
      List<Grant> allowed =
          PolicyGrants.allowed(holder, PolicyDocument.of(List.of(statement), template));
      statement
          .permissions()
          .forEach(
              one ->
                  allowed.stream()
                      .filter(grant -> grant.permission().permission().equals(one.permission()))
                      .forEach(
                          grant ->
                              grants.add(Reasons.because(grant, one.reason(), one.provenance()))));
    }
    return grants;
  }

  private List<Grant> attachments(RoleSpec spec, String role) {
    List<Grant> grants = new ArrayList<>();
    spec.attachments()
        .forEach(
            one ->
                grants.add(
                    Reasons.because(
                        PolicyGrants.attached(role, template.fill(one.permission())),
                        one.reason(),
                        one.provenance())));
    return grants;
  }
}
