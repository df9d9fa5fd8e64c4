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

/** Asks Google which of the needed permissions the caller holds. */
final class GkePermissionChecker implements PermissionChecker {
  private static final String KUBERNETES = "kubernetes:";
  private static final String SET_POLICY = "resourcemanager.projects.setIamPolicy";

  private static final Map<String, String> FORBIDDING =
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
  public List<PermissionCheck> check(List<RequiredPermission> needed, RequestContext requests) {
    Set<String> permissions = new TreeSet<>();
    needed.forEach(one -> permissions.add(one.permission()));
    if (permissions.isEmpty()) {
      return List.of();
    }
    Map<String, OrgPolicies.Effective> policies = new ConcurrentHashMap<>();
    List<Supplier<Optional<Set<String>>>> questions = new ArrayList<>();
    questions.add(() -> held(permissions, requests));
    OrgPolicies organization = new OrgPolicies(clients, names);
    for (String constraint : constraints(permissions)) {
      questions.add(
          () -> {
            organization
                .effective(constraint, requests)
                .ifPresent(p -> policies.put(constraint, p));
            return Optional.empty();
          });
    }
    Optional<Set<String>> held = requests.all(questions).get(0);
    return needed.stream().map(one -> limited(answer(one, held), policies)).toList();
  }

  private List<String> constraints(Set<String> permissions) {
    return clients.tokens()
        ? FORBIDDING.entrySet().stream()
            .filter(entry -> permissions.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .sorted()
            .toList()
        : List.of();
  }

  /** An organization policy overrides what the project's policy grants. */
  private static PermissionCheck limited(
      PermissionCheck check, Map<String, OrgPolicies.Effective> policies) {
    String constraint = FORBIDDING.getOrDefault(check.permission().permission(), "none");
    OrgPolicies.Effective policy = policies.get(constraint);
    if (policy == null) {
      return check;
    }
    if (policy.enforced()) {
      String instead =
          OrgPolicies.NO_KEYS.equals(constraint) ? "impersonation" : "workload-identity";
      return PermissionCheck.denied(
          check.permission(),
          "the organization forbids it (" + constraint + "): set gke.access=" + instead);
    }
    if (policy.allowed().isEmpty() || check.answer() == PermissionCheck.Answer.DENIED) {
      return check;
    }
    return PermissionCheck.unknown(
        check.permission(),
        "the organization lets in members of "
            + policy.allowed()
            + " only ("
            + constraint
            + "): unless the platform's account is one, set gke.access=workload-identity");
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
      // Asking is a courtesy: a plan can be made without an answer.
      return Optional.empty();
    }
  }

  private PermissionCheck answer(RequiredPermission permission, Optional<Set<String>> held) {
    if (held.isEmpty()) {
      return PermissionCheck.unknown(permission, "Google did not answer the question");
    }
    String how = "testIamPermissions on " + names.projectName();
    if (!held.get().contains(permission.permission())) {
      return PermissionCheck.denied(permission, how);
    }
    String power =
        permission.permission().equals(SET_POLICY)
            ? "; its holder can grant anybody anything in the project"
            : "";
    return PermissionCheck.allowed(permission, how + power);
  }
}
