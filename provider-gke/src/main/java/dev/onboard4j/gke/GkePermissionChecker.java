package dev.onboard4j.gke;

import com.google.iam.v1.TestIamPermissionsRequest;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.PermissionChecker;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Checks with Google which of the required permissions the caller holds. */
final class GkePermissionChecker implements PermissionChecker {
  private static final String KUBERNETES = "kubernetes:";
  private static final String SET_POLICY = "resourcemanager.projects.setIamPolicy";

  private static final Map<String, String> CONSTRAINTS =
      Map.of(
          "iam.serviceAccountKeys.create", OrgPolicies.NO_KEYS,
          "iam.serviceAccounts.create", OrgPolicies.NO_ACCOUNTS,
          "iam.serviceAccounts.setIamPolicy", OrgPolicies.MEMBERS);

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
    Set<String> permissions = new TreeSet<>();
    required.forEach(permission -> permissions.add(permission.permission()));
    if (permissions.isEmpty()) {
      return List.of();
    }
    Map<String, OrgPolicies.Effective> policies = new ConcurrentHashMap<>();
    List<Supplier<Optional<Set<String>>>> reads = new ArrayList<>();
    reads.add(() -> held(permissions, requests));
    OrgPolicies organization = new OrgPolicies(clients, names);
    for (String constraint : constraints(permissions)) {
      reads.add(
          () -> {
            organization
                .effective(constraint, requests)
                .ifPresent(policy -> policies.put(constraint, policy));
            return Optional.empty();
          });
    }
    Optional<Set<String>> held = requests.all(reads).get(0);
    return required.stream()
        .map(permission -> limited(answer(permission, held), policies))
        .toList();
  }

  private List<String> constraints(Set<String> permissions) {
    return clients.hasTokens()
        ? CONSTRAINTS.entrySet().stream()
            .filter(entry -> permissions.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .sorted()
            .toList()
        : List.of();
  }

  /** Applies the organization policies, which override the grants of the project. */
  private static PermissionCheck limited(
      PermissionCheck check, Map<String, OrgPolicies.Effective> policies) {
    String constraint = CONSTRAINTS.getOrDefault(check.permission().permission(), "none");
    OrgPolicies.Effective policy = policies.get(constraint);
    if (policy == null) {
      return check;
    }
    if (policy.enforced()) {
      return forbidden(check.permission(), constraint);
    }
    return policy.allowed().isEmpty() || check.answer() == PermissionCheck.Answer.DENIED
        ? check
        : restricted(check.permission(), constraint, policy);
  }

  private static PermissionCheck forbidden(RequiredPermission permission, String constraint) {
    String alternative =
        OrgPolicies.NO_KEYS.equals(constraint) ? "impersonation" : "workload-identity";
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

  private Optional<Set<String>> held(Set<String> permissions, RequestContext requests) {
    TestIamPermissionsRequest request =
        TestIamPermissionsRequest.newBuilder()
            .setResource(names.projectName())
            .addAllPermissions(permissions)
            .build();
    try {
      return apis.find(
              requests,
              new GcpRequests(names).testIamPermissions(),
              () -> clients.projects().testIamPermissions(request).getPermissionsList())
          .map(TreeSet::new);
    } catch (OnboardingException e) {
      // The check is optional: a plan does not depend on it.
      return Optional.empty();
    }
  }

  private PermissionCheck answer(RequiredPermission permission, Optional<Set<String>> held) {
    if (held.isEmpty()) {
      return PermissionCheck.unknown(
          permission, "testIamPermissions on " + names.projectName() + " gave no answer");
    }
    String method = "testIamPermissions on " + names.projectName();
    return held.get().contains(permission.permission())
        ? PermissionCheck.allowed(permission, method + warning(permission))
        : PermissionCheck.denied(permission, method);
  }

  private static String warning(RequiredPermission permission) {
    return permission.permission().equals(SET_POLICY)
        ? "; it can grant any role in the project to any principal"
        : "";
  }
}
