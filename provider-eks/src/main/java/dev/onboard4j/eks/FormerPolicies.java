package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/**
 * Refuses settings that name the managed policy of an onboarded cluster differently than before.
 *
 * <p>The role would keep the former policy, and no plan with the new settings would know it.
 */
record FormerPolicies(EksClients clients, EksMarks marks, Arns arns, RoleIdentity role) {
  /** The permissions to read the other policies of the account that the role holds. */
  List<RequiredPermission> permissions(Observed observed) {
    IamRequests iam = new IamRequests(arns);
    return Aws.permissions(others(observed).keySet().stream().map(iam::getPolicy).toList());
  }

  /**
   * Reads the marks of the other policies of the account that the role holds.
   *
   * @throws OnboardingException of category CONFLICT if onboarding made one of them
   */
  void check(Observed observed, RequestContext requests) {
    others(observed)
        .forEach(
            (name, arn) -> {
              Owner owner = marks.owner(tags(name, arn, requests));
              if (owner == Owner.OURS || owner == Owner.SHARED) {
                throw FormerNames.refused(
                    "policy " + name,
                    String.valueOf(role.policy()),
                    owner == Owner.OURS ? "set eks.policy=cluster" : "set eks.policy-name=" + name);
              }
            });
  }

  /** The policies by name; one under another path is told with the path of the role. */
  private Map<String, String> others(Observed observed) {
    Map<String, String> others = new TreeMap<>();
    String own = arns.policy("");
    for (String arn : observed.state().items(RoleReader.ATTACHMENTS)) {
      String name = arn.startsWith(own) ? arn.substring(own.length()) : "/";
      if (role.policy() != null && !name.contains("/") && !name.equals(role.policy())) {
        others.put(name, arn);
      }
    }
    return others;
  }

  /** The tags of a policy; none if the caller may not read it, as for a policy of another tool. */
  private Map<String, String> tags(String name, String arn, RequestContext requests) {
    try {
      return Aws.find(
              requests,
              new IamRequests(arns).getPolicy(name),
              NoSuchEntityException.class,
              () -> Tags.fromIam(clients.iam().getPolicy(r -> r.policyArn(arn)).policy().tags()))
          .orElse(Map.of());
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return Map.of();
    }
  }
}
