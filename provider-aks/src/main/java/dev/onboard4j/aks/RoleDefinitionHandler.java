package dev.onboard4j.aks;

import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.support.MarkedDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Creates, updates and deletes the custom role of a cluster. */
final class RoleDefinitionHandler implements ResourceHandler {
  static final String GUID = "role-guid";
  private static final String NAME = "name";
  private static final String DESCRIPTION = "description";
  private static final String ACTIONS = "actions";
  private static final String NOT_ACTIONS = "not-actions";
  private static final String DATA_ACTIONS = "data-actions";
  private static final String NOT_DATA_ACTIONS = "not-data-actions";
  private static final String SCOPES = "assignable-scopes";
  private static final String MARK = "mark";
  private static final String PROPERTIES = "properties";

  private final Azure azure;
  private final AksNames names;
  private final ArmRequests api;
  private final RoleDefinitions roles;
  private final RoleAssignments assignments;
  private final AzureMarks marks;
  private final Function<RequestContext, Optional<String>> principalId;
  private final List<String> scopes;
  private final Map<String, JustifiedPermission> reasons = new TreeMap<>();

  /**
   * Creates the handler.
   *
   * @param principalId reads the object id of the principal that gets the role
   * @param scopes the scopes of this cluster, in the order in which Azure gets them
   * @param actions the actions of the blueprint
   */
  RoleDefinitionHandler(
      Azure azure,
      AksNames names,
      RoleDefinitions roles,
      RoleAssignments assignments,
      AzureMarks marks,
      Function<RequestContext, Optional<String>> principalId,
      List<String> scopes,
      List<JustifiedPermission> actions) {
    this.azure = azure;
    this.names = names;
    this.roles = roles;
    this.assignments = assignments;
    this.marks = marks;
    this.principalId = principalId;
    this.scopes = List.copyOf(scopes);
    api = new ArmRequests(names);
    actions.forEach(action -> reasons.putIfAbsent(action.permission(), action));
  }

  State desired(String description, List<String> actions) {
    return State.builder()
        .known(NAME, names.role())
        .known(DESCRIPTION, description)
        .known(ACTIONS, actions)
        .known(NOT_ACTIONS, List.of())
        .known(DATA_ACTIONS, List.of())
        .known(NOT_DATA_ACTIONS, List.of())
        .members(SCOPES, scopes)
        .each(MARK, marks.own())
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Optional<Tree> found = roles.role(requests);
    return found.isEmpty()
        ? Observed.absent()
        : observed(found.get(), requests).withExtras(otherHolders(requests));
  }

  private Observed observed(Tree role, RequestContext requests) {
    Tree properties = role.object(PROPERTIES);
    MarkedDescription description = MarkedDescription.of(properties.text("description"));
    return Observed.of(
            State.builder()
                .known(NAME, properties.text("roleName"))
                .known(DESCRIPTION, description.text())
                .known(ACTIONS, permissions(properties, "actions"))
                .known(NOT_ACTIONS, permissions(properties, "notActions"))
                .known(DATA_ACTIONS, permissions(properties, "dataActions"))
                .known(NOT_DATA_ACTIONS, permissions(properties, "notDataActions"))
                .members(SCOPES, scopes(properties))
                .each(MARK, marks.found(description))
                .build(),
            marks.owner(description))
        .withUsers(users(requests))
        .withOutputs(Map.of(GUID, role.text("name")));
  }

  private List<String> scopes(Tree properties) {
    return properties.texts("assignableScopes").stream()
        .map(scope -> AzureIds.as(scopes, scope))
        .toList();
  }

  /** All permission objects of a role add up. */
  private List<String> permissions(Tree properties, String key) {
    TreeSet<String> all = new TreeSet<>();
    for (Tree permission : properties.objects("permissions")) {
      permission.texts(key).forEach(action -> all.add(AzureIds.as(reasons.keySet(), action)));
    }
    return List.copyOf(all);
  }

  /** Who holds the role besides the principal of this cluster. */
  private List<Extra> otherHolders(RequestContext requests) {
    return assigned(requests).stream()
        .filter(one -> !isManaged(one, requests))
        .map(
            one ->
                Extra.broader(
                    "assignment of another tool",
                    one.text(PROPERTIES, "principalType")
                        + " "
                        + one.text(PROPERTIES, "principalId")
                        + " at "
                        + one.text(PROPERTIES, "scope")))
        .toList();
  }

  private List<Tree> assigned(RequestContext requests) {
    return assignments.around(scopes, requests).stream()
        .filter(one -> RoleAssignments.isOfRole(one, roles.guid()))
        .toList();
  }

  /** Whether the plan has a resource for it; anybody can copy the mark. */
  private boolean isManaged(Tree assignment, RequestContext requests) {
    String scope = assignment.text(PROPERTIES, "scope");
    return AzureIds.contains(scopes, scope)
        && (AzureIds.same(assignment.text("name"), names.assignmentGuid(scope))
            || principalId
                .apply(requests)
                .filter(id -> RoleAssignments.isOfPrincipal(assignment, id))
                .isPresent());
  }

  /** This cluster's assignments by their resource ids, others by their own. */
  private List<ResourceId> users(RequestContext requests) {
    TreeSet<ResourceId> users = new TreeSet<>();
    assigned(requests).forEach(one -> users.add(user(one, requests)));
    return List.copyOf(users);
  }

  private ResourceId user(Tree assignment, RequestContext requests) {
    MarkedDescription description =
        MarkedDescription.of(assignment.text(PROPERTIES, "description"));
    return marks.owner(description) == Owner.OURS && isManaged(assignment, requests)
        ? names.assignmentResource(AzureIds.as(scopes, assignment.text(PROPERTIES, "scope")))
        : ResourceId.of("other-assignment", assignment.text("id"));
  }

  /** Assignments of the role that are not of this plan prevent its deletion. */
  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return observed.users().stream()
        .filter(user -> user.type().equals("other-assignment"))
        .map(user -> "role assignment of another tool: " + user.name())
        .toList();
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    List<AzureRequest> all = new ArrayList<>();
    all.add(api.getRole(roles.scope(), ""));
    scopes.forEach(scope -> all.add(api.listAssignments(scope)));
    return AzureRequest.permissions(all.toArray(AzureRequest[]::new));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return AzureRequest.permissions(
        change.removes()
            ? api.deleteRole(roles.scope(), names.roleGuid(), all(change.before()))
            : api.putRole(roles.scope(), names.roleGuid(), union(change)));
  }

  private List<String> all(State state) {
    List<String> all = List.copyOf(state.items(SCOPES));
    return all.isEmpty() ? scopes : all;
  }

  /** Our scopes in their order, then those that others added. */
  private List<String> union(StateChange change) {
    List<String> all = new ArrayList<>(scopes);
    change.before().items(SCOPES).stream()
        .filter(scope -> !AzureIds.contains(all, scope))
        .forEach(all::add);
    return all;
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    if (!(state.json(ACTIONS) instanceof List<?> actions)) {
      return List.of();
    }
    String where = String.join(", ", state.items(SCOPES));
    List<Grant> grants = new ArrayList<>();
    actions.forEach(action -> grants.add(grant(String.valueOf(action), where)));
    if (state.json(DATA_ACTIONS) instanceof List<?> dataActions) {
      dataActions.forEach(action -> grants.add(grant("data: " + action, where)));
    }
    return grants;
  }

  private Grant grant(String action, String where) {
    return new Grant(
        "holders of role " + names.role(),
        reasons.getOrDefault(action, JustifiedPermission.unexplained(action)),
        where,
        "");
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      azure.delete(requests, api.deleteRole(roles.scope(), roles.guid(), all(change.before())));
      return requests.await(
          "role " + names.role() + " is deleted",
          () -> Optional.of(read(resource, requests)).filter(seen -> !seen.exists()));
    }
    checkUnchanged(change, requests);
    azure.write(
        requests, api.putRole(roles.scope(), roles.guid(), union(change)).sending(body(change)));
    return requests.await(
        "role " + names.role() + " is visible as written",
        () ->
            Optional.of(read(resource, requests))
                .filter(seen -> seen.state().covers(change.target(), change.retired())));
  }

  /** An update replaces the whole role: what another caller changed meanwhile would be lost. */
  private void checkUnchanged(StateChange change, RequestContext requests) {
    Optional<Tree> now = roles.role(requests);
    boolean same =
        change.creates()
            ? now.isEmpty() || observed(now.get(), requests).owner() == Owner.OURS
            : now.isPresent() && observed(now.get(), requests).state().equals(change.before());
    if (!same) {
      throw OnboardingException.of(Category.CONFLICT, "another caller changed role " + names.role())
          .remedy("plan again")
          .build();
    }
  }

  /** What Azure accepts: the rest of a role is its own. */
  private Map<String, Object> body(StateChange change) {
    Map<String, Object> permission = new TreeMap<>();
    permission.put("actions", texts(change, ACTIONS));
    permission.put("notActions", texts(change, NOT_ACTIONS));
    permission.put("dataActions", texts(change, DATA_ACTIONS));
    permission.put("notDataActions", texts(change, NOT_DATA_ACTIONS));
    Map<String, Object> properties = new TreeMap<>();
    properties.put("roleName", change.text(NAME));
    properties.put("type", "CustomRole");
    properties.put("description", marks.described(change.text(DESCRIPTION)));
    properties.put("permissions", List.of(permission));
    properties.put("assignableScopes", union(change));
    return Map.of(PROPERTIES, properties);
  }

  private static List<String> texts(StateChange change, String field) {
    return change.json(field) instanceof List<?> texts
        ? texts.stream().map(String::valueOf).toList()
        : List.of();
  }
}
