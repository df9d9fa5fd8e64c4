package dev.onboard4j.gke;

import com.google.iam.v1.TestIamPermissionsRequest;
import dev.onboard4j.model.Need;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Verdict;
import dev.onboard4j.spi.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks Google which of the needed permissions the caller holds. */
final class Preflight {
  private static final String NAME = "resourcemanager.projects.testIamPermissions";
  private static final String SET_POLICY = "resourcemanager.projects.setIamPolicy";

  private final GkeClients clients;
  private final GkeNames names;

  Preflight(GkeClients clients, GkeNames names) {
    this.clients = clients;
    this.names = names;
  }

  List<Verdict> verdicts(List<Need> needs, Call call) {
    Set<String> permissions = new TreeSet<>();
    needs.forEach(need -> permissions.add(need.permission()));
    if (permissions.isEmpty()) {
      return List.of();
    }
    Optional<Set<String>> held = held(permissions, call);
    List<Verdict> verdicts = new ArrayList<>();
    for (Need need : needs) {
      verdicts.add(verdict(need, held));
    }
    return verdicts;
  }

  private Optional<Set<String>> held(Set<String> permissions, Call call) {
    TestIamPermissionsRequest request =
        TestIamPermissionsRequest.newBuilder()
            .setResource(names.projectName())
            .addAllPermissions(permissions)
            .build();
    try {
      return Gcp.find(
              call,
              NAME,
              names.projectName(),
              () -> clients.projects().testIamPermissions(request).getPermissionsList())
          .map(TreeSet::new);
    } catch (OnboardingException e) {
      // Asking is a courtesy: a plan can be made without an answer.
      return Optional.empty();
    }
  }

  private Verdict verdict(Need need, Optional<Set<String>> held) {
    if (held.isEmpty()) {
      return new Verdict(need, Verdict.Answer.UNKNOWN, "Google did not answer the question");
    }
    String how = "testIamPermissions on " + names.projectName();
    if (!held.get().contains(need.permission())) {
      return new Verdict(need, Verdict.Answer.DENIED, how);
    }
    String power =
        need.permission().equals(SET_POLICY)
            ? "; who holds it can grant anybody anything in the project, himself included"
            : "";
    return new Verdict(need, Verdict.Answer.ALLOWED, how + power);
  }
}
