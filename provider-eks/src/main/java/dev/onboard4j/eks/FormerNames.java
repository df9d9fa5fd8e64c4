package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/**
 * Refuses settings that give the objects of an onboarded cluster other names than it has.
 *
 * <p>IAM cannot rename an object. The former one would keep its access, and no plan with the new
 * settings would know it.
 */
record FormerNames(EksClients clients, EksMarks marks, Arns arns, EksNames names) {
  private static final String SINCE =
      "; to change it, remove the onboarding under the former settings first";

  /**
   * Looks for roles in the other styles of names, and for other policies at the cluster role.
   *
   * @param others the names in other styles, by style
   * @return the requests that the checks send
   * @throws OnboardingException of category CONFLICT if onboarding made one for this cluster
   */
  List<ApiRequest> check(SortedMap<String, EksNames> others, RequestContext requests) {
    List<Supplier<List<ApiRequest>>> checks = new ArrayList<>();
    others.forEach(
        (style, other) -> {
          checks.add(() -> checkRole(style, other.clusterRole(), names.clusterRole(), requests));
          checks.add(() -> checkRole(style, other.nodeRole(), names.nodeRole(), requests));
        });
    checks.add(() -> checkPolicies(requests));
    return requests.all(checks).stream().flatMap(List::stream).toList();
  }

  private List<ApiRequest> checkRole(
      String style, String former, String wanted, RequestContext requests) {
    if (former.equals(wanted) || !EksNames.roleCanExist(former)) {
      return List.of();
    }
    readable(() -> reader(former).find(requests))
        .filter(role -> marks.owner(Tags.fromIam(role.tags())) == Owner.OURS)
        .ifPresent(
            role -> {
              throw refused("role " + former, wanted, "set names=" + style);
            });
    return List.of(new IamRequests(arns).getRole(former));
  }

  private List<ApiRequest> checkPolicies(RequestContext requests) {
    String own = arns.policy("");
    TreeSet<String> attached = new TreeSet<>(reader(names.clusterRole()).attachments(requests));
    // A policy under another path is told with the path of the role.
    attached.removeIf(arn -> !arn.startsWith(own) || arn.indexOf('/', own.length()) >= 0);
    attached.remove(arns.policy(names.policy()));
    for (String arn : attached) {
      String name = arn.substring(own.length());
      Owner owner = marks.owner(readable(() -> tags(name, arn, requests)).orElse(Map.of()));
      if (owner == Owner.OURS || owner == Owner.SHARED) {
        throw refused(
            "policy " + name,
            names.policy(),
            "set " + (owner == Owner.OURS ? "eks.policy=cluster" : "eks.policy-name=" + name));
      }
    }
    return attached.stream().map(arn -> read(arn.substring(own.length()))).toList();
  }

  private ApiRequest read(String policy) {
    return new IamRequests(arns).getPolicy(policy);
  }

  private Optional<Map<String, String>> tags(String name, String arn, RequestContext requests) {
    return Aws.find(
        requests,
        read(name),
        NoSuchEntityException.class,
        () -> Tags.fromIam(clients.iam().getPolicy(r -> r.policyArn(arn)).policy().tags()));
  }

  private RoleReader reader(String role) {
    return new RoleReader(clients, marks, arns, new RoleIdentity(role, arns.role(role), null, ""));
  }

  /** Without the permission nobody knows; the objects of the plan report their own denials. */
  private static <T> Optional<T> readable(Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static OnboardingException refused(String former, String wanted, String remedy) {
    return OnboardingException.of(
            Category.CONFLICT,
            "onboarding made the "
                + former
                + " for this cluster, and the settings ask for "
                + wanted)
        .remedy(remedy + SINCE)
        .build();
  }
}
