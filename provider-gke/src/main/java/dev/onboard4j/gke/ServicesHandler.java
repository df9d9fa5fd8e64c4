package dev.onboard4j.gke;

import com.google.api.serviceusage.v1.BatchEnableServicesRequest;
import com.google.api.serviceusage.v1.BatchGetServicesRequest;
import com.google.api.serviceusage.v1.Service;
import com.google.api.serviceusage.v1.State;
import com.google.longrunning.Operation;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The APIs of a project: those that are missing get enabled, in one batch; none is disabled. */
final class ServicesHandler implements ResourceHandler {
  private static final String ENABLED = "enabled";

  private final GkeClients clients;
  private final GcpRequests api;
  private final String project;
  private final List<String> wanted;

  ServicesHandler(GkeClients clients, GkeNames names, List<String> wanted) {
    this.clients = clients;
    api = new GcpRequests(names);
    project = names.projectName();
    this.wanted = wanted;
  }

  static dev.onboard4j.model.State desired(List<String> services) {
    return dev.onboard4j.model.State.builder().members(ENABLED, services).build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    BatchGetServicesRequest request =
        BatchGetServicesRequest.newBuilder()
            .setParent(project)
            .addAllNames(wanted.stream().map(one -> project + "/services/" + one).toList())
            .build();
    List<String> enabled =
        Gcp.read(
                requests,
                api.batchGetServices(),
                () -> clients.services().batchGetServices(request))
            .getServicesList()
            .stream()
            .filter(service -> service.getState() == State.ENABLED)
            .map(Service::getName)
            .map(name -> name.replaceFirst(".*/services/", ""))
            .toList();
    return Observed.of(desired(enabled), Owner.OURS);
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
    BatchEnableServicesRequest request =
        BatchEnableServicesRequest.newBuilder()
            .setParent(project)
            .addAllServiceIds(missing)
            .build();
    Operation begun =
        Gcp.write(
            requests,
            api.batchEnableServices(),
            () -> clients.services().batchEnableServicesCallable().call(request));
    requests.await(missing + " are enabled", () -> ended(begun.getName(), requests));
    return requests.await(
        missing + " show as enabled",
        () ->
            Optional.of(read(resource, requests))
                .filter(seen -> seen.state().covers(change.target(), change.retired())));
  }

  private Optional<Operation> ended(String name, RequestContext requests) {
    Operation operation =
        Gcp.read(
            requests,
            api.getServiceOperation(),
            () -> clients.services().getOperationsClient().getOperation(name));
    if (operation.hasError()) {
      throw OnboardingException.of(
              Category.CONFLICT, "enabling APIs failed: " + operation.getError().getMessage())
          .remedy("billing may be off, or an organization policy forbids an API: settle it")
          .build();
    }
    return operation.getDone() ? Optional.of(operation) : Optional.empty();
  }
}
