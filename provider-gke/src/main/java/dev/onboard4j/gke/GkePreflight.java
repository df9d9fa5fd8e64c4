package dev.onboard4j.gke;

import com.google.iam.v1.TestIamPermissionsRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Asks Google which of the needed permissions the caller holds. */
final class GkePreflight {
  private static final String NAME = "resourcemanager.projects.testIamPermissions";
  private static final String SET_POLICY = "resourcemanager.projects.setIamPolicy";

  private static final Map<String, String> FORBIDDING =
      Map.of(
          "iam.serviceAccountKeys.create", OrgPolicies.NO_KEYS,
          "iam.serviceAccounts.create", OrgPolicies.NO_ACCOUNTS,
          "iam.serviceAccounts.setIamPolicy", OrgPolicies.MEMBERS);

  private final GkeClients clients;
  private final GkeNames names;

  GkePreflight(GkeClients clients, GkeNames names) {
    this.clients = clients;
    this.names = names;
  }

  List<PermissionCheck> verdicts(List<RequiredPermission> needs, RequestContext requests) {
    Set<String> permissions = new TreeSet<>();
    needs.forEach(need -> permissions.add(need.permission()));
    if (permissions.isEmpty()) {
      return List.of();
    }
    Map<String, OrgPolicies.Effective> policies = new ConcurrentHashMap<>();
    List<Supplier<Optional<Set<String>>>> questions = new ArrayList<>();
    questions.add(() -> held(permissions, requests));
    OrgPolicies organization = new OrgPolicies(clients, names.project());
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
    List<PermissionCheck> verdicts = new ArrayList<>();
    for (RequiredPermission need : needs) {
      OrgPolicies.Effective policy =
          policies.get(FORBIDDING.getOrDefault(need.permission(), "none"));
      PermissionCheck verdict = verdict(need, held);
      verdicts.add(policy == null ? verdict : limited(verdict, policy));
    }
    return verdicts;
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

  /** What the organization says weighs more than what the project's policy does. */
  private static PermissionCheck limited(PermissionCheck verdict, OrgPolicies.Effective policy) {
    String constraint = FORBIDDING.get(verdict.need().permission());
    if (policy.enforced()) {
      String instead =
          OrgPolicies.NO_KEYS.equals(constraint) ? "impersonation" : "workload-identity";
      return new PermissionCheck(
          verdict.need(),
          PermissionCheck.Answer.DENIED,
          "the organization forbids it (" + constraint + "): set gke.access=" + instead);
    }
    if (policy.allowed().isEmpty() || verdict.answer() == PermissionCheck.Answer.DENIED) {
      return verdict;
    }
    return new PermissionCheck(
        verdict.need(),
        PermissionCheck.Answer.UNKNOWN,
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
      return Gcp.find(
              requests,
              NAME,
              names.projectName(),
              () -> clients.projects().testIamPermissions(request).getPermissionsList())
          .map(TreeSet::new);
    } catch (OnboardingException e) {
      // Asking is a courtesy: a plan can be made without an answer.
      return Optional.empty();
    }
  }

  private PermissionCheck verdict(RequiredPermission need, Optional<Set<String>> held) {
    if (held.isEmpty()) {
      return new PermissionCheck(
          need, PermissionCheck.Answer.UNKNOWN, "Google did not answer the question");
    }
    String how = "testIamPermissions on " + names.projectName();
    if (!held.get().contains(need.permission())) {
      return new PermissionCheck(need, PermissionCheck.Answer.DENIED, how);
    }
    String power =
        need.permission().equals(SET_POLICY)
            ? "; who holds it can grant anybody anything in the project, himself included"
            : "";
    return new PermissionCheck(need, PermissionCheck.Answer.ALLOWED, how + power);
  }
}
