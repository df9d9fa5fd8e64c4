package dev.onboard4j.aks;

import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Creates, restores, adopts and deletes the app registration of a cluster. */
final class ApplicationHandler implements ResourceHandler {
  static final String CLIENT_ID = "client-id";
  static final String TENANT_ID = "tenant-id";
  static final String AUDIENCE = "sign-in-audience";
  private static final String DISPLAY_NAME = "display-name";
  private static final String MARK = "mark";
  private static final String DELETED = "deleted application to restore";
  private static final String ONE_TENANT = "AzureADMyOrg";

  private final Azure azure;
  private final AksNames names;
  private final AzureMarks marks;
  private final Applications applications;
  private final ApplicationTrust trust;
  private final AppSecrets secrets;
  private final String tenant;
  private final Operation operation;

  ApplicationHandler(
      Azure azure,
      AksNames names,
      AzureMarks marks,
      Applications applications,
      ApplicationTrust trust,
      AppSecrets secrets,
      String tenant,
      Operation operation) {
    this.azure = azure;
    this.names = names;
    this.marks = marks;
    this.applications = applications;
    this.trust = trust;
    this.secrets = secrets;
    this.tenant = tenant;
    this.operation = operation;
  }

  State desired() {
    return State.builder()
        .known(DISPLAY_NAME, names.app())
        .known(AUDIENCE, ONE_TENANT)
        .each(MARK, marks.own())
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Optional<Tree> found = applications.application(requests);
    if (found.isEmpty()) {
      return restorable(requests)
          .map(app -> new Extra(DELETED, app.text("appId")))
          .map(extra -> Observed.absent().withExtras(List.of(extra)))
          .orElseGet(Observed::absent);
    }
    return judged(found.get(), requests);
  }

  /** A removal restores nothing. */
  private Optional<Tree> restorable(RequestContext requests) {
    return operation == Operation.REMOVE ? Optional.empty() : applications.deleted(requests);
  }

  /** A mark that is not believed is left out, so that the plan asks for consent to write it. */
  private Observed judged(Tree app, RequestContext requests) {
    Observed observed = observed(app);
    List<Extra> extras =
        new ArrayList<>(trust.credentials(app, secrets.ownIds(requests), requests));
    // Whoever forged the mark asked for the removal of an application of their own.
    if (operation == Operation.REMOVE || trust.isConfirmed(requests)) {
      return observed.withExtras(extras);
    }
    List<Extra> owners = trust.otherOwners(app, requests);
    boolean doubted = trust.isOpenToOthers(trust.credentials(app, List.of(), requests), owners);
    extras.addAll(owners);
    if (observed.owner() != Owner.OURS || !doubted) {
      return observed.withExtras(observed.owner() == Owner.OURS ? List.of() : extras);
    }
    State unmarked =
        observed.state().without(marks.own().keySet().stream().map(k -> MARK + "." + k).toList());
    return Observed.of(unmarked, Owner.UNMARKED).withOutputs(observed.outputs()).withExtras(extras);
  }

  private Observed observed(Tree app) {
    Map<String, String> tags = AzureMarks.pairs(app.texts("tags"));
    return Observed.of(
            State.builder()
                .known(DISPLAY_NAME, app.text("displayName"))
                .known(AUDIENCE, app.text("signInAudience"))
                .each(MARK, marks.found(tags))
                .build(),
            marks.owner(tags))
        .withOutputs(Map.of(CLIENT_ID, app.text("appId"), TENANT_ID, tenant));
  }

  /** Credentials of others would end with the application. */
  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return applications
        .application(requests)
        .map(app -> trust.credentials(app, secrets.ownIds(requests), requests))
        .orElse(List.of())
        .stream()
        .map(Extra::toString)
        .toList();
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return AzureRequest.permissions(GraphRequests.findApplications(""));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return AzureRequest.permissions(GraphRequests.upsertApplication(""));
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      return remove(requests);
    }
    if (change.creates()) {
      create(observed, requests);
    }
    return requests.exclusive(
        "application " + names.app(),
        () ->
            propagation(resource, requests)
                .await(
                    "application " + names.app() + " is visible as written",
                    () -> written(resource, change, requests)));
  }

  private Propagation propagation(Resource resource, RequestContext requests) {
    return new Propagation(
        requests,
        error -> requests.createdInThisRun(resource.id()) && Propagation.missesApplication(error));
  }

  /** Repairs the application until it is as planned; empty while it is not visible. */
  private Optional<Observed> written(
      Resource resource, StateChange change, RequestContext requests) {
    Optional<Tree> app = applications.application(requests);
    if (app.isEmpty()) {
      return Optional.empty();
    }
    State wanted = change.target().without(resource.ignoredChanges());
    if (!observed(app.get()).state().covers(wanted, State.empty())) {
      applications.tag(
          app.get(), marks.own(), Map.of("displayName", change.text(DISPLAY_NAME)), requests);
      return Optional.empty();
    }
    return Optional.of(observed(app.get()));
  }

  private void create(Observed observed, RequestContext requests) {
    List<String> deleted = observed.extras(DELETED);
    Optional<Tree> restorable =
        deleted.isEmpty() ? Optional.empty() : applications.deleted(requests);
    if (restorable.isPresent()) {
      String id = restorable.get().text("id");
      azure.tried(requests, GraphRequests.restore(id), AzureErrors::isAbsence);
      applications.remember(id);
      return;
    }
    refuseAnother(requests);
    Map<String, Object> body = new TreeMap<>();
    body.put("displayName", names.app());
    body.put("signInAudience", ONE_TENANT);
    body.put("tags", AzureMarks.tags(List.of(), marks.own()));
    AzureRequest upsert = GraphRequests.upsertApplication(names.appUniqueName()).sending(body);
    Optional<String> created = azure.write(requests, upsert).optional("id");
    created.ifPresentOrElse(applications::remember, () -> refuseDoubted(requests));
  }

  /**
   * Refuses an application that had our unique name before.
   *
   * <p>It is ours if a reply was lost; it may also be the trap of another user of the tenant.
   */
  private void refuseDoubted(RequestContext requests) {
    Tree app =
        requests.await(
            "application " + names.app() + " is visible", () -> applications.application(requests));
    if (trust.isOpenToOthers(
        trust.credentials(app, List.of(), requests), trust.otherOwners(app, requests))) {
      throw foreign();
    }
  }

  /** Another caller may have registered the name since the plan was made. */
  private void refuseAnother(RequestContext requests) {
    if (applications.application(requests).filter(this::isForeign).isPresent()) {
      throw foreign();
    }
  }

  private OnboardingException foreign() {
    return OnboardingException.of(
            Category.CONFLICT, "another caller created application " + names.app())
        .remedy("plan again")
        .build();
  }

  private boolean isForeign(Tree app) {
    return observed(app).owner() != Owner.OURS;
  }

  private Observed remove(RequestContext requests) {
    applications
        .application(requests)
        .ifPresent(app -> azure.delete(requests, GraphRequests.deleteApplication(app.text("id"))));
    return requests.await(
        "application " + names.app() + " is deleted",
        () ->
            applications.application(requests).isPresent()
                ? Optional.empty()
                : Optional.of(Observed.absent()));
  }
}
