package dev.onboard4j.gke;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.PermissionChecker;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Checks with Google which of the required permissions the caller holds. */
final class GkePermissionChecker implements PermissionChecker {
  private static final String KUBERNETES = "kubernetes:";

  private static final Map<String, List<String>> CONSTRAINTS =
      Map.of(
          "iam.serviceAccountKeys.create",
          List.of(OrgPolicies.NO_KEYS, OrgPolicies.MANAGED_NO_KEYS),
          "iam.serviceAccounts.create",
          List.of(OrgPolicies.NO_ACCOUNTS, OrgPolicies.MANAGED_NO_ACCOUNTS),
          "iam.serviceAccounts.setIamPolicy",
          List.of(OrgPolicies.MEMBERS, OrgPolicies.MANAGED_MEMBERS));

  private final GkeClients clients;
  private final GkeNames names;
  private final ClusterRef cluster;
  private final ProjectApis apis;

  GkePermissionChecker(GkeClients clients, GkeNames names, ClusterRef cluster, ProjectApis apis) {
    this.apis = apis;
    this.clients = clients;
    this.names = names;
    this.cluster = cluster;
  }

  @Override
  public boolean knows(RequiredPermission permission) {
    return !permission.permission().startsWith(KUBERNETES);
  }

  @Override
  public SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
    return new TreeMap<>(Map.of("google-custom-role", CallerRole.of(permissions, cluster)));
  }

  @Override
  public List<PermissionCheck> check(List<RequiredPermission> required, RequestContext requests) {
    if (required.isEmpty()) {
      return List.of();
    }
    HeldPermissions held = new HeldPermissions(clients, names, apis);
    Map<String, OrgPolicies.Effective> policies = new ConcurrentHashMap<>();
    List<Supplier<Boolean>> reads = new ArrayList<>(held.reads(required, requests));
    OrgPolicies organization = new OrgPolicies(clients, names);
    for (String constraint : constraints(required)) {
      reads.add(
          () -> {
            organization
                .effective(constraint, requests)
                .ifPresent(policy -> policies.put(constraint, policy));
            return true;
          });
    }
    requests.all(reads);
    return required.stream().map(permission -> limited(held.answer(permission), policies)).toList();
  }

  private List<String> constraints(List<RequiredPermission> required) {
    return clients.hasTokens()
        ? required.stream()
            .flatMap(
                permission -> CONSTRAINTS.getOrDefault(permission.permission(), List.of()).stream())
            .distinct()
            .sorted()
            .toList()
        : List.of();
  }

  /** Applies the organization policies, which override the grants of the project. */
  private static PermissionCheck limited(
      PermissionCheck check, Map<String, OrgPolicies.Effective> policies) {
    PermissionCheck result = check;
    for (String constraint : CONSTRAINTS.getOrDefault(check.permission().permission(), List.of())) {
      OrgPolicies.Effective policy = policies.get(constraint);
      if (policy == null) {
        continue;
      }
      if (policy.enforced()) {
        return forbidden(check.permission(), constraint);
      }
      if (!policy.allowed().isEmpty() && check.answer() != PermissionCheck.Answer.DENIED) {
        result = restricted(check.permission(), constraint, policy);
      }
    }
    return result;
  }

  private static PermissionCheck forbidden(RequiredPermission permission, String constraint) {
    String alternative =
        List.of(OrgPolicies.NO_KEYS, OrgPolicies.MANAGED_NO_KEYS).contains(constraint)
            ? "impersonation"
            : "workload-identity";
    return PermissionCheck.denied(
        permission,
        "the organization forbids it (" + constraint + "): set gke.access=" + alternative);
  }

  private static PermissionCheck restricted(
      RequiredPermission permission, String constraint, OrgPolicies.Effective policy) {
    return PermissionCheck.unknown(
        permission,
        "the organization allows only members of "
            + policy.allowed()
            + " ("
            + constraint
            + "): if the platform's account is not one, set gke.access=workload-identity");
  }
}
