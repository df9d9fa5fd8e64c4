package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.admin.v1.CreateRoleRequest;
import com.google.iam.admin.v1.DeleteRoleRequest;
import com.google.iam.admin.v1.GetRoleRequest;
import com.google.iam.admin.v1.Role;
import com.google.iam.admin.v1.UndeleteRoleRequest;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.protobuf.FieldMask;
import dev.onboard4j.gke.GkeBlueprint.RoleSpec;
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
import dev.onboard4j.spi.support.Marks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Creates, updates, deletes and undeletes the custom role of a project. */
final class CustomRoleHandler implements ResourceHandler {
  static final String STAGE = "stage";
  private static final String TITLE = "title";
  private static final String DESCRIPTION = "description";
  private static final String PERMISSIONS = "permissions";
  private static final String LAUNCHED = "launched";
  private static final String MARK = "mark";
  private static final String DELETED_ROLE = "deleted role to restore";
  // IAM reference, RoleLaunchStage: a role in these stages grants nothing.
  private static final Set<Role.RoleLaunchStage> DISABLED_STAGES =
      Set.of(Role.RoleLaunchStage.DISABLED, Role.RoleLaunchStage.DEPRECATED);

  private final GkeClients clients;
  private final GkeNames names;
  private final GcpRequests api;
  private final Marks marks;
  private final ServiceAccounts accounts;
  private final String member;
  private final Map<String, JustifiedPermission> reasons = new TreeMap<>();

  /**
   * Creates the handler of one role.
   *
   * @param member the member that is bound to the role
   * @param explained the permissions for which the blueprint states a reason
   */
  CustomRoleHandler(
      GkeClients clients,
      GkeNames names,
      Marks marks,
      ServiceAccounts accounts,
      String member,
      List<JustifiedPermission> explained) {
    this.clients = clients;
    this.names = names;
    this.marks = marks;
    this.accounts = accounts;
    this.member = member;
    api = new GcpRequests(names);
    explained.forEach(permission -> reasons.putIfAbsent(permission.permission(), permission));
  }

  static State desired(RoleSpec role, List<String> permissions, SortedMap<String, String> marks) {
    return State.builder()
        .known(TITLE, role.title())
        .known(DESCRIPTION, role.description())
        .known(PERMISSIONS, permissions)
        .known(LAUNCHED, true)
        .known(STAGE, role.stage())
        .each(MARK, marks)
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    GetRoleRequest request = GetRoleRequest.newBuilder().setName(names.roleName()).build();
    Optional<Role> found =
        accounts
            .apis()
            .find(
                requests,
                api.getRole(),
                () -> clients.iam().getStub().getRoleCallable().call(request));
    if (found.isEmpty()) {
      return Observed.absent();
    }
    return found.get().getDeleted()
        ? Observed.absent().withExtras(List.of(new Extra(DELETED_ROLE, names.roleId())))
        : observed(found.get(), requests);
  }

  private Observed observed(Role role, RequestContext requests) {
    MarkedDescription description = MarkedDescription.of(role.getDescription());
    return Observed.of(
            State.builder()
                .known(TITLE, role.getTitle())
                .known(DESCRIPTION, description.text())
                .known(PERMISSIONS, role.getIncludedPermissionsList().stream().sorted().toList())
                .known(LAUNCHED, !DISABLED_STAGES.contains(role.getStage()))
                .known(STAGE, role.getStage().name())
                .each(MARK, description.ownership(marks))
                .build(),
            description.owner(marks))
        .withUsers(users(requests))
        .withOutputs(Map.of("role-name", names.roleName()));
  }

  /** The holders of the role: this binding by its resource id, other members by name. */
  private List<ResourceId> users(RequestContext requests) {
    Set<ResourceId> users = new TreeSet<>();
    accounts.projectPolicy(requests).getBindingsList().stream()
        .filter(binding -> binding.getRole().equals(names.roleName()))
        .flatMap(binding -> binding.getMembersList().stream())
        .filter(holder -> !holder.startsWith("deleted:"))
        .map(this::userId)
        .forEach(users::add);
    return List.copyOf(users);
  }

  private ResourceId userId(String holder) {
    return holder.equals(member) ? names.projectPolicyId() : ResourceId.of("member", holder);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return GcpRequests.permissions(api.getRole(), api.getProjectPolicy());
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    if (change.removes()) {
      return GcpRequests.permissions(api.deleteRole());
    }
    return change.creates()
        ? GcpRequests.permissions(api.createRole(), api.undeleteRole(), api.updateRole())
        : GcpRequests.permissions(api.updateRole());
  }

  /** A role in a disabled stage grants nothing. */
  @Override
  public List<Grant> access(Resource resource, State state) {
    if (!Boolean.TRUE.equals(state.json(LAUNCHED))
        || !(state.json(PERMISSIONS) instanceof List<?> permissions)) {
      return List.of();
    }
    return permissions.stream()
        .map(String::valueOf)
        .map(name -> reasons.getOrDefault(name, JustifiedPermission.unexplained(name)))
        .map(permission -> new Grant(member, permission, names.projectName(), ""))
        .toList();
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    return requests.exclusive(
        names.roleName(),
        () -> change.removes() ? remove(resource, requests) : put(resource, change, requests));
  }

  private Observed put(Resource resource, StateChange change, RequestContext requests) {
    if (!change.creates() || !created(resource, change, requests)) {
      update(change, requests);
    }
    return requests.await(
        names.roleName() + " is visible as written",
        () ->
            Optional.of(read(resource, requests))
                .filter(seen -> matchesTarget(resource, change, seen)));
  }

  private static boolean matchesTarget(Resource resource, StateChange change, Observed seen) {
    return seen.state()
        .covers(change.target().without(resource.ignoredChanges()), change.retired());
  }

  /** Creates the role; returns false if it exists and still has to be updated. */
  private boolean created(Resource resource, StateChange change, RequestContext requests) {
    CreateRoleRequest request =
        CreateRoleRequest.newBuilder()
            .setParent(names.projectName())
            .setRoleId(names.roleId())
            .setRole(target(change))
            .build();
    Optional<StatusCode.Code> refused =
        Gcp.refusal(
            requests,
            api.createRole(),
            Set.of(StatusCode.Code.ALREADY_EXISTS, StatusCode.Code.FAILED_PRECONDITION),
            () -> clients.iam().getStub().createRoleCallable().call(request));
    if (refused.isEmpty()) {
      return true;
    }
    if (refused.get() == StatusCode.Code.FAILED_PRECONDITION) {
      undelete(requests);
      return false;
    }
    return existsAsPlanned(resource, change, requests);
  }

  /**
   * Whether the existing role has the planned content.
   *
   * @throws OnboardingException of category CONFLICT if another caller created it differently
   */
  private boolean existsAsPlanned(Resource resource, StateChange change, RequestContext requests) {
    Observed existing = read(resource, requests);
    boolean same = matchesTarget(resource, change, existing);
    if (existing.exists() && !same && existing.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "another caller created role " + names.roleName() + " with different content")
          .remedy("plan again and review the difference")
          .build();
    }
    return same;
  }

  /**
   * Undeletes the role.
   *
   * <p>IAM: a deleted role can be undeleted for seven days; its id is blocked for thirty more.
   */
  private void undelete(RequestContext requests) {
    UndeleteRoleRequest request =
        UndeleteRoleRequest.newBuilder().setName(names.roleName()).build();
    boolean undeleted =
        Gcp.tried(
            requests,
            api.undeleteRole(),
            StatusCode.Code.FAILED_PRECONDITION,
            () -> clients.iam().getStub().undeleteRoleCallable().call(request));
    if (!undeleted) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "the id "
                  + names.roleId()
                  + " belongs to a role that was deleted more than seven days ago: Google releases"
                  + " the id thirty days later")
          .remedy("set gke.role-id=" + names.roleId() + ".2 and plan again")
          .build();
    }
  }

  private static Role target(StateChange change) {
    SortedMap<String, String> marks = change.anew().changed(MARK);
    Role.Builder role =
        Role.newBuilder()
            .setTitle(change.text(TITLE))
            .setDescription(new MarkedDescription(change.text(DESCRIPTION), marks).full());
    if (change.json(PERMISSIONS) instanceof List<?> permissions) {
      permissions.forEach(name -> role.addIncludedPermissions(String.valueOf(name)));
    }
    role.setStage(
        change.json(STAGE) instanceof String stage
            ? Role.RoleLaunchStage.valueOf(stage)
            : Role.RoleLaunchStage.GA);
    return role.build();
  }

  /** Writes the stage only if it has to change: another tool may have chosen it. */
  private void update(StateChange change, RequestContext requests) {
    FieldMask.Builder mask =
        FieldMask.newBuilder()
            .addPaths("title")
            .addPaths("description")
            .addPaths("included_permissions");
    if (change.changes(LAUNCHED) || change.changes(STAGE)) {
      mask.addPaths("stage");
    }
    UpdateRoleRequest request =
        UpdateRoleRequest.newBuilder()
            .setName(names.roleName())
            .setRole(target(change))
            .setUpdateMask(mask)
            .build();
    Gcp.write(
        requests,
        api.updateRole(),
        () -> clients.iam().getStub().updateRoleCallable().call(request));
  }

  private Observed remove(Resource resource, RequestContext requests) {
    DeleteRoleRequest request = DeleteRoleRequest.newBuilder().setName(names.roleName()).build();
    Gcp.tried(
        requests,
        api.deleteRole(),
        StatusCode.Code.NOT_FOUND,
        () -> clients.iam().getStub().deleteRoleCallable().call(request));
    return requests.await(
        names.roleName() + " is deleted",
        () -> Optional.of(read(resource, requests)).filter(seen -> !seen.exists()));
  }
}
