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
import dev.onboard4j.gke.GkeMarks.Described;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
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
  private static final String GET = "iam.roles.get";
  private static final String CREATE = "iam.roles.create";
  private static final String UPDATE = "iam.roles.update";
  private static final String UNDELETE = "iam.roles.undelete";
  private static final String DELETE = "iam.roles.delete";
  // IAM reference, RoleLaunchStage: a role of these stages gives nothing.
  private static final Set<Role.RoleLaunchStage> OFF =
      Set.of(Role.RoleLaunchStage.DISABLED, Role.RoleLaunchStage.DEPRECATED);

  private final GkeClients clients;
  private final GkeNames names;
  private final GkeMarks marks;
  private final ServiceAccounts accounts;
  private final String member;

  CustomRoleHandler(
      GkeClients clients, GkeNames names, GkeMarks marks, ServiceAccounts accounts, String member) {
    this.clients = clients;
    this.names = names;
    this.marks = marks;
    this.accounts = accounts;
    this.member = member;
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
        Gcp.find(
            requests,
            GET,
            names.roleName(),
            () -> clients.iam().getStub().getRoleCallable().call(request));
    if (found.isEmpty()) {
      return Observed.absent();
    }
    return found.get().getDeleted()
        ? Observed.absent().withExtras(List.of("a deleted role of that id, which is taken back"))
        : observed(found.get(), requests);
  }

  private Observed observed(Role role, RequestContext requests) {
    Described described = Described.of(role.getDescription());
    Map<String, String> found = new TreeMap<>(described.marks());
    found.keySet().retainAll(marks.own().keySet());
    return Observed.of(
            State.builder()
                .known(TITLE, role.getTitle())
                .known(WORDS, described.words())
                .known(PERMISSIONS, role.getIncludedPermissionsList().stream().sorted().toList())
                .known(LAUNCHED, !OFF.contains(role.getStage()))
                .known(STAGE, role.getStage().name())
                .each(MARK, found)
                .build(),
            marks.owner(role.getDescription()))
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
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    List<RequiredPermission> needs = new ArrayList<>();
    if (after.equals(before.state())) {
      needs.add(new RequiredPermission(GET, names.roleName()));
      needs.add(new RequiredPermission(ServiceAccounts.GET_POLICY, names.projectName()));
    } else if (after.isEmpty()) {
      needs.add(new RequiredPermission(DELETE, names.roleName()));
    } else {
      needs.add(new RequiredPermission(UPDATE, names.roleName()));
      if (!before.exists()) {
        needs.add(new RequiredPermission(CREATE, names.projectName()));
        needs.add(new RequiredPermission(UNDELETE, names.roleName()));
      }
    }
    return needs;
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    return requests.exclusive(
        names.roleName(),
        () ->
            after.isEmpty() ? remove(resource, requests) : put(resource, before, after, requests));
  }

  private Observed put(Resource resource, Observed before, State after, RequestContext requests) {
    if (before.exists() || !created(resource, after, requests)) {
      update(after, requests);
    }
    return requests.await(
        names.roleName() + " is visible as written",
        () ->
            Optional.of(read(resource, requests))
                .filter(
                    seen ->
                        seen.state()
                            .covers(after.without(resource.ignoredChanges()), resource.retired())));
  }

  /** False when it is there after all, of another run or of another time. */
  private boolean created(Resource resource, State after, RequestContext requests) {
    CreateRoleRequest request =
        CreateRoleRequest.newBuilder()
            .setParent(names.projectName())
            .setRoleId(names.roleId())
            .setRole(wanted(after))
            .build();
    Optional<StatusCode.Code> refused =
        Gcp.refusal(
            requests,
            CREATE,
            names.projectName(),
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
    boolean same =
        there.state().covers(after.without(resource.ignoredChanges()), resource.retired());
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
            UNDELETE,
            names.roleName(),
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

  private static Role wanted(State after) {
    SortedMap<String, String> marked = new TreeMap<>();
    after
        .fields()
        .forEach(
            (field, value) -> {
              if (field.startsWith(MARK + ".") && value instanceof State.Known known) {
                marked.put(field.substring(MARK.length() + 1), String.valueOf(known.json()));
              }
            });
    Role.Builder role =
        Role.newBuilder()
            .setTitle(String.valueOf(after.json(TITLE)))
            .setDescription(new Described(String.valueOf(after.json(WORDS)), marked).text());
    if (after.json(PERMISSIONS) instanceof List<?> permissions) {
      permissions.forEach(one -> role.addIncludedPermissions(String.valueOf(one)));
    }
    role.setStage(
        after.json(STAGE) instanceof String stage
            ? Role.RoleLaunchStage.valueOf(stage)
            : Role.RoleLaunchStage.GA);
    return role.build();
  }

  private void update(State after, RequestContext requests) {
    FieldMask.Builder mask =
        FieldMask.newBuilder()
            .addPaths("title")
            .addPaths("description")
            .addPaths("included_permissions")
            .addPaths("stage");
    UpdateRoleRequest request =
        UpdateRoleRequest.newBuilder()
            .setName(names.roleName())
            .setRole(wanted(after))
            .setUpdateMask(mask)
            .build();
    Gcp.write(
        requests,
        UPDATE,
        names.roleName(),
        () -> clients.iam().getStub().updateRoleCallable().call(request));
  }

  private Observed remove(Resource resource, RequestContext requests) {
    DeleteRoleRequest request = DeleteRoleRequest.newBuilder().setName(names.roleName()).build();
    Gcp.tried(
        requests,
        DELETE,
        names.roleName(),
        StatusCode.Code.NOT_FOUND,
        () -> clients.iam().getStub().deleteRoleCallable().call(request));
    return requests.await(
        names.roleName() + " is gone",
        () -> Optional.of(read(resource, requests)).filter(seen -> !seen.exists()));
  }
}
