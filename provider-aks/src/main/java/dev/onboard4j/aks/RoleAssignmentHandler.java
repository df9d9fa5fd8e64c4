package dev.onboard4j.aks;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.support.MarkedDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Manages the assignment of the custom role at one scope.
 *
 * <p>Its GUID is computed from cluster, role and scope. So one of a former principal, which Azure
 * keeps after the principal is gone, is replaced and does not stay beside the new one.
 */
final class RoleAssignmentHandler implements ResourceHandler {
  private static final String ROLE = "role";
  private static final String PRINCIPAL = "principal";
  private static final String PRINCIPAL_TYPE = "principal-type";
  private static final String CONDITION = "condition";
  private static final String DESCRIPTION = "description";
  private static final String MARK = "mark";
  private static final String PROPERTIES = "properties";
  private static final String SERVICE_PRINCIPAL = "ServicePrincipal";

  private final Azure azure;
  private final AksNames names;
  private final ArmRequests api;
  private final AzureMarks marks;
  private final RoleDefinitions roles;
  private final RoleAssignments assignments;
  private final ResourceId principal;
  private final Function<RequestContext, Optional<String>> principalId;
  private final String scope;

  /**
   * Creates the handler of one scope.
   *
   * @param principal the resource that gets the role
   * @param principalId reads the object id of the principal
   */
  RoleAssignmentHandler(
      Azure azure,
      AksNames names,
      AzureMarks marks,
      RoleDefinitions roles,
      RoleAssignments assignments,
      ResourceId principal,
      Function<RequestContext, Optional<String>> principalId,
      String scope) {
    this.azure = azure;
    this.names = names;
    this.marks = marks;
    this.roles = roles;
    this.assignments = assignments;
    this.principal = principal;
    this.principalId = principalId;
    this.scope = scope;
    api = new ArmRequests(names);
  }

  State desired() {
    return State.builder()
        .value(ROLE, new State.Unknown(names.roleResource(), RoleDefinitionHandler.GUID, true))
        .value(PRINCIPAL, new State.Unknown(principal, ServicePrincipalHandler.PRINCIPAL_ID, true))
        .known(PRINCIPAL_TYPE, SERVICE_PRINCIPAL)
        .known(CONDITION, "")
        .known(DESCRIPTION, "")
        .each(MARK, marks.own())
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return found(requests).map(this::observed).orElseGet(Observed::absent);
  }

  /** The assignment of our GUID, else one of the same role and principal by another tool. */
  private Optional<Tree> found(RequestContext requests) {
    List<Tree> all = assignments.at(scope, requests);
    String guid = names.assignmentGuid(scope);
    return all.stream()
        .filter(one -> AzureIds.same(one.text("name"), guid))
        .findFirst()
        .or(() -> ofOthers(all, requests));
  }

  private Optional<Tree> ofOthers(List<Tree> all, RequestContext requests) {
    if (all.isEmpty() || roles.role(requests).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> holder = principalId.apply(requests);
    return all.stream()
        .filter(one -> RoleAssignments.isOfRole(one, roles.guid()))
        .filter(one -> holder.filter(id -> RoleAssignments.isOfPrincipal(one, id)).isPresent())
        .findFirst();
  }

  private Observed observed(Tree assignment) {
    Tree properties = assignment.object(PROPERTIES);
    MarkedDescription description = MarkedDescription.of(properties.text("description"));
    return Observed.of(
        State.builder()
            .fixed(ROLE, AzureIds.name(properties.text("roleDefinitionId")))
            .fixed(PRINCIPAL, properties.text("principalId"))
            .known(PRINCIPAL_TYPE, properties.text("principalType"))
            .known(CONDITION, properties.text("condition"))
            .known(DESCRIPTION, description.text())
            .each(MARK, marks.found(description))
            .build(),
        marks.owner(description));
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return AzureRequest.permissions(api.listAssignments(scope));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    if (change.removes()) {
      return AzureRequest.permissions(api.deleteAssignment(scope, ""));
    }
    return change.replaces()
        ? AzureRequest.permissions(api.deleteAssignment(scope, ""), api.putAssignment(scope, ""))
        : AzureRequest.permissions(api.putAssignment(scope, ""));
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    if (state.isEmpty()) {
      return List.of();
    }
    JustifiedPermission role =
        new JustifiedPermission(
            "role " + names.role(), "lets the platform work in this resource group", "blueprint");
    Object condition = state.json(CONDITION);
    return List.of(
        new Grant(principal.name(), role, scope, condition == null ? "" : condition.toString()));
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    Optional<Tree> now = found(requests);
    boolean replaces = change.replaces() && !change.creates();
    if (change.removes() || replaces) {
      now.ifPresent(one -> remove(one.text("name"), requests));
    }
    if (change.removes()) {
      return Observed.absent();
    }
    String guid =
        now.filter(one -> !replaces)
            .map(one -> one.text("name"))
            .orElseGet(() -> names.assignmentGuid(scope));
    Propagation propagation = propagation(resource, replaces, requests);
    propagation.await(
        "the role can be assigned at " + scope, () -> Optional.of(put(guid, change, requests)));
    return propagation.await(
        "the role assignment at " + scope + " is visible as written",
        () ->
            Optional.of(read(resource, requests))
                .filter(seen -> seen.state().covers(change.target(), change.retired())));
  }

  /** Only what this run created, or deleted, can be unknown to Resource Manager for a while. */
  private Propagation propagation(Resource resource, boolean replaces, RequestContext requests) {
    boolean createdNow = resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    return new Propagation(
        requests,
        error ->
            (createdNow && Propagation.missesAssigned(error))
                || (replaces && error.is("RoleAssignmentUpdateNotPermitted")));
  }

  private boolean put(String guid, StateChange change, RequestContext requests) {
    Map<String, Object> properties = new TreeMap<>();
    properties.put("roleDefinitionId", names.roleDefinitionId(change.text(ROLE)));
    properties.put("principalId", change.text(PRINCIPAL));
    // Without the type, Azure looks for the principal in the directory, which may not have it yet.
    properties.put("principalType", SERVICE_PRINCIPAL);
    properties.put("description", marks.described(change.text(DESCRIPTION)));
    Optional<AzureError> refusal =
        azure
            .tried(
                requests,
                api.putAssignment(scope, guid).sending(Map.of(PROPERTIES, properties)),
                error -> error.is("RoleAssignmentExists"))
            .refusal();
    if (refusal.isPresent()) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "another caller assigned the role at " + scope + ": " + refusal.get().text())
          .remedy("plan again")
          .build();
    }
    return true;
  }

  private void remove(String guid, RequestContext requests) {
    azure.delete(requests, api.deleteAssignment(scope, guid));
    requests.await(
        "the role assignment at " + scope + " is deleted",
        () ->
            assignments.at(scope, requests).stream()
                    .anyMatch(one -> AzureIds.same(one.text("name"), guid))
                ? Optional.empty()
                : Optional.of(true));
  }
}
