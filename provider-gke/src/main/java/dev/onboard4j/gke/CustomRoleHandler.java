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
import dev.onboard4j.spi.support.Marks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A custom role of a project: made, changed, deleted softly and taken back. */
final class CustomRoleHandler implements ResourceHandler {
  static final String STAGE = "stage";
  private static final String TITLE = "title";
  private static final String WORDS = "description";
  private static final String PERMISSIONS = "permissions";
  private static final String LAUNCHED = "launched";
  private static final String MARK = "mark";
  private static final String DELETED = "deleted role to take back";
  // IAM reference, RoleLaunchStage: a role of these stages gives nothing.
  private static final Set<Role.RoleLaunchStage> OFF =
      Set.of(Role.RoleLaunchStage.DISABLED, Role.RoleLaunchStage.DEPRECATED);

  private final GkeClients clients;
  private final GkeNames names;
  private final GcpRequests api;
  private final Marks marks;
  private final ServiceAccounts accounts;
  private final String member;
  private final Map<String, JustifiedPermission> reasons = new TreeMap<>();

  /**
   * The role of one project or cluster.
   *
   * @param member who is bound to it
   * @param explained the permissions that the blueprint explains
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
    explained.forEach(one -> reasons.putIfAbsent(one.permission(), one));
  }

  static State desired(RoleSpec role, List<String> permissions, SortedMap<String, String> marks) {
    return State.builder()
        .known(TITLE, role.title())
        .known(WORDS, role.description())
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
        ? Observed.absent().withExtras(List.of(new Extra(DELETED, names.roleId())))
        : observed(found.get(), requests);
  }

  private Observed observed(Role role, RequestContext requests) {
    Described described = Described.of(role.getDescription());
    return Observed.of(
            State.builder()
                .known(TITLE, role.getTitle())
                .known(WORDS, described.words())
                .known(PERMISSIONS, role.getIncludedPermissionsList().stream().sorted().toList())
                .known(LAUNCHED, !OFF.contains(role.getStage()))
                .known(STAGE, role.getStage().name())
                .each(MARK, described.ownership(marks))
                .build(),
            described.owner(marks))
        .withUsers(users(requests))
        .withOutputs(Map.of("role-name", names.roleName()));
  }

  /** Who has the role in the project: our own binding by its id, others by their names. */
  private List<ResourceId> users(RequestContext requests) {
    Set<ResourceId> users = new TreeSet<>();
    accounts.projectPolicy(requests).getBindingsList().stream()
        .filter(binding -> binding.getRole().equals(names.roleName()))
        .flatMap(binding -> binding.getMembersList().stream())
        .filter(one -> !one.startsWith("deleted:"))
        .forEach(
            one ->
                users.add(
                    one.equals(member) ? names.projectPolicyId() : ResourceId.of("member", one)));
    return List.copyOf(users);
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

  /** A role of a stage that is off gives nothing. */
  @Override
  public List<Grant> access(Resource resource, State state) {
    if (!Boolean.TRUE.equals(state.json(LAUNCHED))
        || !(state.json(PERMISSIONS) instanceof List<?> permissions)) {
      return List.of();
    }
    return permissions.stream()
        .map(String::valueOf)
        .map(one -> reasons.getOrDefault(one, JustifiedPermission.unexplained(one)))
        .map(one -> new Grant(member, one, names.projectName(), ""))
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
            Optional.of(read(resource, requests)).filter(seen -> asWanted(resource, change, seen)));
  }

  private static boolean asWanted(Resource resource, StateChange change, Observed seen) {
    return seen.state()
        .covers(change.target().without(resource.ignoredChanges()), change.retired());
  }

  /** False when it is there after all, of another run or of another time. */
  private boolean created(Resource resource, StateChange change, RequestContext requests) {
    CreateRoleRequest request =
        CreateRoleRequest.newBuilder()
            .setParent(names.projectName())
            .setRoleId(names.roleId())
            .setRole(wanted(change))
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
    Observed there = read(resource, requests);
    boolean same = asWanted(resource, change, there);
    if (there.exists() && !same && there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT, "a role " + names.roleName() + " appeared, with other content")
          .remedy("plan again and look at the difference")
          .build();
    }
    return same;
  }

  /** IAM: for seven days a deleted role can be taken back; for thirty more its id is blocked. */
  private void undelete(RequestContext requests) {
    UndeleteRoleRequest request =
        UndeleteRoleRequest.newBuilder().setName(names.roleName()).build();
    boolean back =
        Gcp.tried(
            requests,
            api.undeleteRole(),
            StatusCode.Code.FAILED_PRECONDITION,
            () -> clients.iam().getStub().undeleteRoleCallable().call(request));
    if (!back) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "the id "
                  + names.roleId()
                  + " belongs to a role that was deleted more than seven days ago: Google frees it"
                  + " thirty days after that")
          .remedy("set gke.role-id=" + names.roleId() + ".2 and plan again")
          .build();
    }
  }

  private static Role wanted(StateChange change) {
    SortedMap<String, String> marks = change.anew().changed(MARK);
    Role.Builder role =
        Role.newBuilder()
            .setTitle(change.text(TITLE))
            .setDescription(new Described(change.text(WORDS), marks).text());
    if (change.json(PERMISSIONS) instanceof List<?> permissions) {
      permissions.forEach(one -> role.addIncludedPermissions(String.valueOf(one)));
    }
    role.setStage(
        change.json(STAGE) instanceof String stage
            ? Role.RoleLaunchStage.valueOf(stage)
            : Role.RoleLaunchStage.GA);
    return role.build();
  }

  /** Leaves the stage alone unless it has to change: others may have chosen another one. */
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
            .setRole(wanted(change))
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
        names.roleName() + " is gone",
        () -> Optional.of(read(resource, requests)).filter(seen -> !seen.exists()));
  }
}
