package dev.onboard4j.gke;

import com.google.container.v1.ListClustersResponse;
import com.google.iam.admin.v1.GetRoleRequest;
import com.google.iam.admin.v1.Role;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.GetPolicyOptions;
import com.google.iam.v1.Policy;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.MarkedDescription;
import dev.onboard4j.spi.support.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the account and the policies that several resources share, once per phase. */
final class ServiceAccounts {
  static final int POLICY_VERSION = 3;

  private final GkeClients clients;
  private final GkeNames names;
  private final Marks marks;
  private final GcpRequests api;
  private final ProjectApis apis;
  private final ClusterRef cluster;

  ServiceAccounts(
      GkeClients clients, GkeNames names, Marks marks, ProjectApis apis, ClusterRef cluster) {
    this.cluster = cluster;
    this.marks = marks;
    this.clients = clients;
    this.names = names;
    this.apis = apis;
    api = new GcpRequests(names);
  }

  /** The APIs of the project. */
  ProjectApis apis() {
    return apis;
  }

  /** The service account; the mark in its description also holds for its bindings and keys. */
  Optional<ServiceAccount> account(RequestContext requests) {
    return requests.cached(
        "service-account " + names.email(),
        () ->
            apis.find(
                requests,
                api.getAccount(),
                () -> clients.iam().getServiceAccount(names.accountName())));
  }

  /** The owner of everything that belongs to the account and has no mark of its own. */
  Owner owner(RequestContext requests) {
    try {
      return account(requests)
          .map(account -> owner(MarkedDescription.of(account.getDescription()), requests))
          .orElse(Owner.OURS);
    } catch (OnboardingException e) {
      // For a while, Google denies reads of an account that this run created.
      if (e.category() == Category.PERMISSION
          && requests.createdInThisRun(names.accountResource())) {
        return Owner.OURS;
      }
      throw e;
    }
  }

  /**
   * The owner of an account or role whose id holds the name of the cluster.
   *
   * <p>If the cluster's mark is lost, the mark of the blueprint still shows that onboarding created
   * the object. The id shows the name of the cluster, and so the cluster, unless the project has
   * another one of that name.
   */
  Owner owner(MarkedDescription description, RequestContext requests) {
    return lostItsCluster(description) && isOnlyOneOfItsName(requests)
        ? Owner.OURS
        : description.owner(marks);
  }

  /** Whether onboarding marked the object, and the mark of the cluster is gone. */
  static boolean lostItsCluster(MarkedDescription description) {
    return description.marks().containsKey(SessionContext.BLUEPRINT_MARK)
        && !description.marks().containsKey(SessionContext.CLUSTER_MARK);
  }

  /** The permissions of these reads; to find the owner without its mark, clusters are listed. */
  List<RequiredPermission> permissions(Observed observed, ApiRequest... reads) {
    List<ApiRequest> all = new ArrayList<>(List.of(reads));
    boolean ours = observed.owner() == Owner.OURS;
    if (ours && observed.state().json("mark." + SessionContext.CLUSTER_MARK) == null) {
      all.add(api.listClusters());
    }
    return GcpRequests.permissions(all.toArray(ApiRequest[]::new));
  }

  private boolean isOnlyOneOfItsName(RequestContext requests) {
    return requests.cached(
        "clusters named " + cluster.name(),
        () -> {
          ListClustersResponse all =
              Gcp.read(
                  requests,
                  api.listClusters(),
                  () -> clients.clusters().listClusters(names.projectName() + "/locations/-"));
          // Google leaves out the clusters of zones that did not answer.
          return all.getMissingZonesCount() == 0
              && all.getClustersList().stream()
                  .filter(other -> other.getName().equals(cluster.name()))
                  .allMatch(other -> other.getLocation().equals(cluster.location()));
        });
  }

  /** A custom role of the project; a deleted one says so. */
  Optional<Role> role(String name, RequestContext requests) {
    GetRoleRequest request = GetRoleRequest.newBuilder().setName(name).build();
    return requests.cached(
        "custom role " + name,
        () ->
            apis.find(
                requests,
                GcpRequests.getRole(name),
                () -> clients.iam().getStub().getRoleCallable().call(request)));
  }

  /** The policy of the project for plans: its etag may be out of date. */
  Policy projectPolicy(RequestContext requests) {
    return requests.cached(
        "project-iam-policy " + names.project(),
        () ->
            apis.find(requests, api.getProjectPolicy(), this::sendGetProjectPolicy)
                .orElseGet(Policy::getDefaultInstance));
  }

  Policy sendGetProjectPolicy() {
    return clients.projects().getIamPolicy(policyRequest(names.projectName()));
  }

  /** The policy of the account for plans; without bindings if the account is absent. */
  Policy accountPolicy(RequestContext requests) {
    return account(requests)
        .flatMap(account -> currentAccountPolicy(requests))
        .orElseGet(Policy::getDefaultInstance);
  }

  /** Reads the policy of the account anew; empty if the account is absent. */
  Optional<Policy> currentAccountPolicy(RequestContext requests) {
    return Gcp.find(
        requests,
        api.getAccountPolicy(),
        () ->
            clients
                .iam()
                .getStub()
                .getIamPolicyCallable()
                .call(policyRequest(names.accountName())));
  }

  /** Requests version 3: older versions hide conditions, and a write would then lose them. */
  static GetIamPolicyRequest policyRequest(String resource) {
    return GetIamPolicyRequest.newBuilder()
        .setResource(resource)
        .setOptions(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(POLICY_VERSION))
        .build();
  }
}
