package dev.onboard4j.gke;

import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads and writes one allow policy: of the project, or of the service account.
 *
 * <p>A failed read is an error and never an empty policy, and a policy is written only with the
 * etag of the policy that was read: otherwise Google would replace the bindings of all others.
 *
 * @param resource what it is the policy of
 * @param scope the same as plans name it to people
 * @param reading the request that reads it
 * @param writing the request that writes it
 * @param shared answers the policy as it was when this phase first read it, for plans only
 * @param fresh answers the policy as it is now; empty when the service account is absent
 * @param send sends the request that writes it
 * @param passing which refusals pass once Google knows what this run created
 */
record PolicyAccess(
    String resource,
    String scope,
    ApiRequest reading,
    ApiRequest writing,
    Function<RequestContext, Policy> shared,
    Function<RequestContext, Optional<Policy>> fresh,
    Function<SetIamPolicyRequest, Policy> send,
    Predicate<OnboardingException> passing) {

  /** Writes a policy; Google refuses when another caller wrote since it was read. */
  Policy set(Policy policy) {
    if (policy.getEtag().isEmpty()) {
      throw OnboardingException.of(
              Category.PROVIDER_BUG, "a policy of " + resource + " without an etag is not written")
          .remedy("report it: writing it could replace the bindings of others")
          .build();
    }
    return send.apply(
        SetIamPolicyRequest.newBuilder().setResource(resource).setPolicy(policy).build());
  }

  static PolicyAccess ofProject(GkeClients clients, GkeNames names, ServiceAccounts accounts) {
    ApiRequest reading = new GcpRequests(names).getProjectPolicy();
    return new PolicyAccess(
        names.projectName(),
        names.projectName(),
        reading,
        new GcpRequests(names).setProjectPolicy(),
        accounts::projectPolicy,
        requests -> Optional.of(Gcp.read(requests, reading, accounts::sendProjectPolicy)),
        request -> clients.projects().setIamPolicy(request),
        e -> Propagation.missesName(e, List.of(names.email(), names.roleName())));
  }

  static PolicyAccess ofAccount(GkeClients clients, GkeNames names, ServiceAccounts accounts) {
    return new PolicyAccess(
        names.accountName(),
        names.email(),
        new GcpRequests(names).getAccountPolicy(),
        new GcpRequests(names).setAccountPolicy(),
        accounts::accountPolicy,
        accounts::freshAccountPolicy,
        request -> clients.iam().getStub().setIamPolicyCallable().call(request),
        Propagation::missesAccount);
  }
}
