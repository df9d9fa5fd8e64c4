package dev.onboard4j.gke;

import com.google.api.serviceusage.v1.BatchEnableServicesRequest;
import com.google.api.serviceusage.v1.BatchEnableServicesResponse;
import com.google.iam.admin.v1.GetRoleRequest;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Enables the missing APIs of a project in one batch; disables none. */
final class ServicesHandler implements ResourceHandler {
  private static final String ENABLED = "enabled";

  private final GkeClients clients;
  private final GkeNames names;
  private final GcpRequests api;
  private final ProjectApis apis;

  ServicesHandler(GkeClients clients, GkeNames names, ProjectApis apis) {
    this.clients = clients;
    this.names = names;
    this.apis = apis;
    api = new GcpRequests(names);
  }

  static State desired(Collection<String> services) {
    return State.builder().members(ENABLED, services).build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return Observed.of(desired(apis.enabled(requests)), Owner.OURS);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return GcpRequests.permissions(api.batchGetServices());
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return GcpRequests.permissions(api.batchEnableServices(), api.getServiceOperation());
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    SortedSet<String> missing = change.missing(ENABLED);
    Operation operation = enable(missing, requests);
    if (completed(operation).isEmpty()) {
      requests.await(
          missing + " are enabled", () -> completed(poll(operation.getName(), requests)));
    }
    Observed seen =
        requests.await(
            missing + " are reported as enabled",
            () ->
                Optional.of(read(resource, requests))
                    .filter(now -> now.state().covers(change.target(), change.retired())));
    awaitReady(missing, requests);
    return seen;
  }

  private Operation enable(SortedSet<String> missing, RequestContext requests) {
    BatchEnableServicesRequest request =
        BatchEnableServicesRequest.newBuilder()
            .setParent(names.projectName())
            .addAllServiceIds(missing)
            .build();
    return Gcp.write(
        requests,
        api.batchEnableServices(),
        () -> clients.services().batchEnableServicesCallable().call(request));
  }

  private Operation poll(String name, RequestContext requests) {
    return Gcp.read(
        requests,
        api.getServiceOperation(),
        () -> clients.services().getOperationsClient().getOperation(name));
  }

  /** Empty while the operation runs; some operations are done from the start. */
  private static Optional<Operation> completed(Operation operation) {
    if (operation.hasError()) {
      throw failed(operation.getError().getMessage());
    }
    if (!operation.getDone()) {
      return Optional.empty();
    }
    checkFailures(operation);
    return Optional.of(operation);
  }

  /** A batch without an error can still leave some APIs disabled. */
  private static void checkFailures(Operation operation) {
    if (!operation.getResponse().is(BatchEnableServicesResponse.class)) {
      return;
    }
    try {
      var response = operation.getResponse().unpack(BatchEnableServicesResponse.class);
      if (response.getFailuresCount() > 0) {
        throw failed(
            String.join(
                "; ",
                response.getFailuresList().stream()
                    .map(failure -> failure.getServiceId() + ": " + failure.getErrorMessage())
                    .toList()));
      }
    } catch (InvalidProtocolBufferException e) {
      throw failed(String.valueOf(e.getMessage()));
    }
  }

  private static OnboardingException failed(String reason) {
    return OnboardingException.of(Category.CONFLICT, "enabling APIs failed: " + reason)
        .remedy("check billing and the organization policies of the project, and plan again")
        .build();
  }

  /** Google refuses requests for some minutes after it reports an API as enabled. */
  private void awaitReady(SortedSet<String> enabled, RequestContext requests) {
    if (enabled.contains("iam.googleapis.com")) {
      requests.await("the IAM API answers", () -> ready(iamAnswers(requests)));
    }
    if (enabled.contains("cloudresourcemanager.googleapis.com")) {
      requests.await(
          "the Resource Manager API answers", () -> ready(resourceManagerAnswers(requests)));
    }
  }

  private boolean iamAnswers(RequestContext requests) {
    GetRoleRequest request = GetRoleRequest.newBuilder().setName(names.roleName()).build();
    return apis.isReady(
        requests, api.getRole(), () -> clients.iam().getStub().getRoleCallable().call(request));
  }

  private boolean resourceManagerAnswers(RequestContext requests) {
    GetIamPolicyRequest request = ServiceAccounts.policyRequest(names.projectName());
    return apis.isReady(
        requests, api.getProjectPolicy(), () -> clients.projects().getIamPolicy(request));
  }

  private static Optional<Boolean> ready(boolean answers) {
    return answers ? Optional.of(true) : Optional.empty();
  }
}
