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

  ServiceAccounts(GkeClients clients, GkeNames names) {
    this.clients = clients;
    this.names = names;
    api = new GcpRequests(names);
  }

  /** The service account; its description marks all that belongs to it. */
  Optional<ServiceAccount> account(RequestContext requests) {
    return requests.cached(
        "service-account " + names.email(),
        () ->
            Gcp.find(
                requests,
                api.getAccount(),
                () -> clients.iam().getServiceAccount(names.accountName())));
  }

  /** The policy of the project, with its conditions. */
  Policy projectPolicy(RequestContext requests) {
    return requests.cached(
        "project-iam-policy " + names.project(),
        () ->
            Gcp.find(
                    requests,
                    api.getProjectPolicy(),
                    () -> clients.projects().getIamPolicy(asking(names.projectName())))
                .orElseGet(Policy::getDefaultInstance));
  }

  /** Older versions hide conditions, and writing back what such a read showed loses them. */
  static GetIamPolicyRequest asking(String resource) {
    return GetIamPolicyRequest.newBuilder()
        .setResource(resource)
        .setOptions(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(WITH_CONDITIONS))
        .build();
  }
}
