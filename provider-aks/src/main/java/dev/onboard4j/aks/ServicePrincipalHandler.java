package dev.onboard4j.aks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Manages the service principal of the app registration; the application's mark is its mark.
 *
 * <p>One that was deleted with its application is restored with it, so that its role assignments
 * have effect again.
 */
final class ServicePrincipalHandler implements ResourceHandler {
  static final String PRINCIPAL_ID = "principal-id";
  private static final String APPLICATION = "application";
  private static final String ENABLED = "enabled";

  private final Azure azure;
  private final AksNames names;
  private final AzureMarks marks;
  private final Applications applications;
  private final OtherRoles others;

  ServicePrincipalHandler(
      Azure azure, AksNames names, AzureMarks marks, Applications applications, OtherRoles others) {
    this.azure = azure;
    this.names = names;
    this.marks = marks;
    this.applications = applications;
    this.others = others;
  }

  State desired() {
    return State.builder()
        .value(
            APPLICATION, new State.Unknown(names.appResource(), ApplicationHandler.CLIENT_ID, true))
        .known(ENABLED, true)
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return applications
        .principal(requests)
        .map(
            found ->
                observed(found, requests).withExtras(others.extras(found.text("id"), requests)))
        .orElseGet(Observed::absent);
  }

  private Observed observed(Tree principal, RequestContext requests) {
    Owner owner =
        applications
            .application(requests)
            .map(app -> marks.owner(AzureMarks.pairs(app.texts("tags"))))
            .orElse(Owner.OURS);
    return Observed.of(
            State.builder()
                .fixed(APPLICATION, principal.text("appId"))
                .known(
                    ENABLED, !principal.has("accountEnabled") || principal.flag("accountEnabled"))
                .build(),
            owner)
        .withOutputs(Map.of(PRINCIPAL_ID, principal.text("id")));
  }

  /** Other roles of the principal would be lost with it. */
  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return others.obstacles(observed.outputs().getOrDefault(PRINCIPAL_ID, ""), requests);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return AzureRequest.permissions(GraphRequests.findPrincipals(""));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return AzureRequest.permissions(GraphRequests.createPrincipal());
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      return remove(requests);
    }
    Propagation propagation = propagation(resource, requests);
    if (change.creates()) {
      propagation.await(
          "a service principal of " + names.app() + " can be created",
          () -> Optional.of(create(requests)));
    }
    return propagation.await(
        "the service principal of " + names.app() + " is visible as written",
        () -> written(change, requests));
  }

  private Propagation propagation(Resource resource, RequestContext requests) {
    boolean createdNow =
        requests.createdInThisRun(names.appResource()) || requests.createdInThisRun(resource.id());
    return new Propagation(requests, error -> createdNow && Propagation.missesApplication(error));
  }

  private Optional<Observed> written(StateChange change, RequestContext requests) {
    Optional<Tree> found = applications.principal(requests);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Observed seen = observed(found.get(), requests);
    if (Boolean.FALSE.equals(seen.state().json(ENABLED))) {
      azure.write(
          requests,
          GraphRequests.updatePrincipal(found.get().text("id"))
              .sending(Map.of("accountEnabled", true)));
      return Optional.empty();
    }
    return Optional.of(seen).filter(one -> one.state().covers(change.target(), State.empty()));
  }

  /** Restores or creates the principal; one that exists already is fine. */
  private boolean create(RequestContext requests) {
    String appId = requests.output(names.appResource(), ApplicationHandler.CLIENT_ID);
    Optional<String> deleted =
        azure.list(requests, GraphRequests.findDeletedPrincipals(appId)).stream()
            .map(one -> one.text("id"))
            .findFirst();
    if (deleted.isPresent()
        && azure
            .tried(requests, GraphRequests.restore(deleted.get()), AzureErrors::isAbsence)
            .refusal()
            .isEmpty()) {
      applications.rememberPrincipal(deleted.get());
      return true;
    }
    azure
        .tried(
            requests,
            GraphRequests.createPrincipal().sending(Map.of("appId", appId)),
            error -> error.is("Request_MultipleObjectsWithSameKeyValue"))
        .tree()
        .ifPresent(created -> applications.rememberPrincipal(created.text("id")));
    return true;
  }

  private Observed remove(RequestContext requests) {
    applications
        .principal(requests)
        .ifPresent(
            found -> azure.delete(requests, GraphRequests.deletePrincipal(found.text("id"))));
    return requests.await(
        "the service principal of " + names.app() + " is deleted",
        () ->
            applications.principal(requests).isPresent()
                ? Optional.empty()
                : Optional.of(Observed.absent()));
  }
}
