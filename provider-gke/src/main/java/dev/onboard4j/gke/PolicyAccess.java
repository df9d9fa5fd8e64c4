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
 * Reads and writes the allow policy of a project or of a service account.
 *
 * <p>A failed read is an error, never an empty policy. A policy is written only with the etag of
 * the policy that was read; without one, Google would replace all bindings of other members.
 *
 * @param resource the resource name of the project or the service account
 * @param scope the name of the resource in plans
 * @param readRequest the request that reads the policy
 * @param writeRequest the request that writes the policy
 * @param cached returns the policy as first read in this phase; for plans only
 * @param current reads the policy anew; empty if the service account is absent
 * @param send sends a write
 * @param temporary tests whether a refusal ends once Google knows the objects of this run
 */
record PolicyAccess(
    String resource,
    String scope,
    ApiRequest readRequest,
    ApiRequest writeRequest,
    Function<RequestContext, Policy> cached,
    Function<RequestContext, Optional<Policy>> current,
    Function<SetIamPolicyRequest, Policy> send,
    Predicate<OnboardingException> temporary) {

  /** Writes a policy; Google refuses it if another caller wrote since it was read. */
  Policy set(Policy policy) {
    if (policy.getEtag().isEmpty()) {
      throw OnboardingException.of(
              Category.PROVIDER_BUG, "a policy of " + resource + " without an etag is not written")
          .remedy("report this bug: the write could replace the bindings of other members")
          .build();
    }
    return send.apply(
        SetIamPolicyRequest.newBuilder().setResource(resource).setPolicy(policy).build());
  }

  static PolicyAccess ofProject(GkeClients clients, GkeNames names, ServiceAccounts accounts) {
    ApiRequest readRequest = new GcpRequests(names).getProjectPolicy();
    return new PolicyAccess(
        names.projectName(),
        names.projectName(),
        readRequest,
        new GcpRequests(names).setProjectPolicy(),
        accounts::projectPolicy,
        requests -> Optional.of(Gcp.read(requests, readRequest, accounts::sendGetProjectPolicy)),
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
        accounts::currentAccountPolicy,
        request -> clients.iam().getStub().setIamPolicyCallable().call(request),
        Propagation::missesAccount);
  }
}
