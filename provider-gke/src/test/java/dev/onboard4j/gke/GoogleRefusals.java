package dev.onboard4j.gke;

import com.google.iam.v1.Binding;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.contract.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The permanent refusals of Google. */
record GoogleRefusals(GoogleWorld world) {
  private static final String NO_POLICY_CHECK = "orgpolicy.policy.get";

  List<Refusal> all() {
    List<Refusal> all = new ArrayList<>();
    all.add(
        Refusal.of(
            "a wrong principal",
            this::wrongPrincipal,
            "Service account " + GoogleWorld.PLATFORM + " does not exist."));
    all.add(
        Refusal.of(
            "a member of another organization",
            () -> enforce("constraints/iam.allowedPolicyMemberDomains"),
            "One or more users named in the policy do not belong to a permitted customer."));
    all.add(
        Refusal.of(
            "too many members in the policy of the project",
            this::fillPolicy,
            "The number of members in the policy is larger than 1,500."));
    all.add(
        Refusal.of(
            "an account that another tool made invalid in the policy",
            this::invalidMember,
            "Service account gone@x.iam.gserviceaccount.com does not exist."));
    for (String form : List.of("iam.", "iam.managed.")) {
      all.add(forbiddenKey(form));
      all.add(forbiddenAccount(form));
    }
    return all;
  }

  private Refusal forbiddenKey(String form) {
    return new Refusal(
        "a forbidden key, " + form,
        () -> enforceUnseen("constraints/" + form + "disableServiceAccountKeyCreation"),
        "Key creation is not allowed on this service account.",
        onboarding -> onboarding.set("gke.access", "key"));
  }

  private Refusal forbiddenAccount(String form) {
    return new Refusal(
        "a forbidden account, " + form,
        () -> enforceUnseen("constraints/" + form + "disableServiceAccountCreation"),
        "Service account creation is not allowed on this project.",
        UnaryOperator.identity());
  }

  private void wrongPrincipal() {
    enabled();
    world.google().unknownPrincipal(GoogleWorld.PROJECT, GoogleWorld.PLATFORM);
  }

  private void enforce(String constraint) {
    enabled();
    world.google().enforce(GoogleWorld.PROJECT, constraint);
  }

  private void enforceUnseen(String constraint) {
    enforce(constraint);
    world.faults().always(NO_POLICY_CHECK, Fault.of(Fault.Kind.DENY));
  }

  private void invalidMember() {
    enabled();
    world.google().unknownPrincipal(GoogleWorld.PROJECT, "gone@x.iam.gserviceaccount.com");
    world
        .google()
        .bind(
            GoogleWorld.PROJECT,
            GoogleWorld.binding("roles/viewer", "serviceAccount:gone@x.iam.gserviceaccount.com"));
  }

  private void fillPolicy() {
    enabled();
    Binding.Builder crowd = Binding.newBuilder().setRole("roles/browser");
    for (int i = 0; i < 1_498; i++) {
      crowd.addMembers("user:" + i + "@example.com");
    }
    world.google().bind(GoogleWorld.PROJECT, crowd.build());
  }

  /** Without this, the wait for the API that is enabled counts as well. */
  private void enabled() {
    world.google().enable(GoogleWorld.PROJECT, "compute.googleapis.com");
  }
}
