package dev.onboard4j.gke;

import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.GetPolicyOptions;
import com.google.iam.v1.Policy;
import dev.onboard4j.spi.RequestContext;
import java.util.Optional;

/** The reads that several resources share: each is sent once per phase. */
final class ServiceAccounts {
  static final int WITH_CONDITIONS = 3;

  private final GkeClients clients;
  private final GkeNames names;
  private final GcpRequests api;
  private final ProjectApis apis;

  ServiceAccounts(GkeClients clients, GkeNames names, ProjectApis apis) {
    this.clients = clients;
    this.names = names;
    this.apis = apis;
    api = new GcpRequests(names);
  }

  /** The APIs through which they are read. */
  ProjectApis apis() {
    return apis;
  }

  /** The service account; its description marks all that belongs to it. */
  Optional<ServiceAccount> account(RequestContext requests) {
    return requests.cached(
        "service-account " + names.email(),
        () ->
            apis.find(
                requests,
                api.getAccount(),
                () -> clients.iam().getServiceAccount(names.accountName())));
  }

  /** The policy of the project, with its conditions; for plans, as it has no fresh etag. */
  Policy projectPolicy(RequestContext requests) {
    return requests.cached(
        "project-iam-policy " + names.project(),
        () ->
            apis.find(requests, api.getProjectPolicy(), this::sendProjectPolicy)
                .orElseGet(Policy::getDefaultInstance));
  }

  Policy sendProjectPolicy() {
    return clients.projects().getIamPolicy(asking(names.projectName()));
  }

  /** The policy of the account for plans: without bindings when the account is absent. */
  Policy accountPolicy(RequestContext requests) {
    return account(requests)
        .flatMap(account -> freshAccountPolicy(requests))
        .orElseGet(Policy::getDefaultInstance);
  }

  /** The policy of the account as it is now; empty when the account is absent. */
  Optional<Policy> freshAccountPolicy(RequestContext requests) {
    return Gcp.find(
        requests,
        api.getAccountPolicy(),
        () -> clients.iam().getStub().getIamPolicyCallable().call(asking(names.accountName())));
  }

  /** Older versions hide conditions, and writing back what such a read showed loses them. */
  static GetIamPolicyRequest asking(String resource) {
    return GetIamPolicyRequest.newBuilder()
        .setResource(resource)
        .setOptions(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(WITH_CONDITIONS))
        .build();
  }
}
