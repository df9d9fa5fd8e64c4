package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * Refuses settings that give the roles of an onboarded cluster other names than they have.
 *
 * <p>IAM cannot rename an object. The former one would keep its access, and no plan with the new
 * settings would know it.
 */
record FormerNames(EksClients clients, EksMarks marks, Arns arns, EksNames names) {
  /**
   * Looks for roles in the other styles of names.
   *
   * @param others the names in other styles, by style
   * @return the requests that the checks send
   * @throws OnboardingException of category CONFLICT if onboarding made one for this cluster
   */
  List<ApiRequest> check(SortedMap<String, EksNames> others, RequestContext requests) {
    List<Supplier<List<ApiRequest>>> checks = new ArrayList<>();
    others.forEach(
        (style, other) -> {
          checks.add(() -> check(style, other.clusterRole(), names.clusterRole(), requests));
          checks.add(() -> check(style, other.nodeRole(), names.nodeRole(), requests));
        });
    return requests.all(checks).stream().flatMap(List::stream).toList();
  }

  private List<ApiRequest> check(
      String style, String former, String wanted, RequestContext requests) {
    if (former.equals(wanted) || !EksNames.roleCanExist(former)) {
      return List.of();
    }
    find(former, requests)
        .filter(role -> marks.owner(Tags.fromIam(role.tags())) == Owner.OURS)
        .ifPresent(
            role -> {
              throw refused("role " + former, wanted, "set names=" + style);
            });
    return List.of(new IamRequests(arns).getRole(former));
  }

  /**
   * The role; empty if the caller may not read it: the roles of the plan tell their own denials.
   */
  private Optional<Role> find(String name, RequestContext requests) {
    RoleIdentity role = new RoleIdentity(name, arns.role(name), null, null, "");
    try {
      return new RoleReader(clients, marks, arns, role).find(requests);
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The error for a former object; the remedy names the setting to restore. */
  static OnboardingException refused(String former, String wanted, String remedy) {
    return OnboardingException.of(
            Category.CONFLICT,
            "onboarding made the "
                + former
                + " for this cluster, and the settings ask for "
                + wanted)
        .remedy(remedy + "; to change it, remove the onboarding under the former settings first")
        .build();
  }
}
