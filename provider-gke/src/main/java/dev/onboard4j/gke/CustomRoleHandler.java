package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.admin.v1.Role;
import com.google.protobuf.FieldMask;
import dev.onboard4j.gke.GkeBlueprint.RoleSpec;
import dev.onboard4j.model.ApiRequest;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
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
  private static final String FEATURE = "permission that another user of the role may need";
  private static final String DELETED_ROLE = "deleted role to restore";
  // IAM reference, RoleLaunchStage: a role in these stages grants nothing.
  private static final Set<Role.RoleLaunchStage> DISABLED_STAGES =
      Set.of(Role.RoleLaunchStage.DISABLED, Role.RoleLaunchStage.DEPRECATED);

  private final GkeNames names;
  private final GcpRequests api;
  private final RoleWrites writes;
  private final Marks marks;
  private final SortedMap<String, String> mark;
  private final ServiceAccounts accounts;
  private final String member;
  private final Set<String> members;
  private final Set<String> optional;
  private final Map<String, JustifiedPermission> reasons = new TreeMap<>();

  /**
   * Creates the handler of one role.
   *
   * @param mark the marks of the role: its own ones, or those of a role that clusters share
   * @param member the member that is bound to the role
   * @param members the members whose bindings a plan of this cluster changes
   * @param spec the role of the blueprint
   */
  CustomRoleHandler(
      GkeClients clients,
      GkeNames names,
      Marks marks,
      SortedMap<String, String> mark,
      ServiceAccounts accounts,
      String member,
      Set<String> members,
      RoleSpec spec,
      List<String> permissions) {
    this.names = names;
    this.marks = marks;
    this.mark = mark;
    this.accounts = accounts;
    this.member = member;
    this.members = Set.copyOf(members);
    optional = new TreeSet<>(spec.optionalNames());
    optional.removeAll(permissions);
    api = new GcpRequests(names);
    writes = new RoleWrites(clients, names);
    spec.explained()
        .forEach(permission -> reasons.putIfAbsent(permission.permission(), permission));
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
    Optional<Role> found = accounts.role(names.roleName(), requests);
    if (found.isEmpty()) {
      return Observed.absent();
    }
    return found.get().getDeleted()
        ? Observed.absent().withExtras(List.of(new Extra(DELETED_ROLE, names.roleId())))
        : observed(found.get(), requests);
  }

  private Observed observed(Role role, RequestContext requests) {
    MarkedDescription description = MarkedDescription.of(role.getDescription());
    List<ResourceId> users = users(requests);
    Owner owner = owner(description, requests);
    SortedSet<String> theirs = theirs(role, owner, users);
    return Observed.of(
            State.builder()
                .known(TITLE, role.getTitle())
                .known(DESCRIPTION, description.text())
                .known(
                    PERMISSIONS,
                    role.getIncludedPermissionsList().stream()
                        .filter(permission -> !theirs.contains(permission))
                        .sorted()
                        .toList())
                .known(LAUNCHED, !DISABLED_STAGES.contains(role.getStage()))
                .known(STAGE, role.getStage().name())
                .each(MARK, description.ownership(marks))
                .build(),
            owner)
        .withUsers(users)
        .withExtras(theirs.stream().map(name -> new Extra(FEATURE, name)).toList())
        .withOutputs(Map.of("role-name", names.roleName()));
  }

  /** A shared role that lost the mark of its cluster is still marked by the blueprint. */
  private Owner owner(MarkedDescription description, RequestContext requests) {
    return mark.equals(marks.shared()) && ServiceAccounts.lostItsCluster(description)
        ? Owner.SHARED
        : accounts.owner(description, requests);
  }

  /**
   * The optional permissions in a shared role that another user of it may need.
   *
   * <p>Each cluster has its own features. Without this rule, every apply of one cluster would take
   * away what the apply of another one added.
   */
  private SortedSet<String> theirs(Role role, Owner owner, Collection<ResourceId> users) {
    TreeSet<String> theirs = new TreeSet<>();
    if (owner == Owner.SHARED && !List.of(names.projectPolicyId()).containsAll(users)) {
      theirs.addAll(role.getIncludedPermissionsList());
      theirs.retainAll(optional);
    }
    return theirs;
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
    return members.contains(holder) ? names.projectPolicyId() : ResourceId.of("member", holder);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return accounts.permissions(observed, api.getRole(), api.getProjectPolicy());
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    if (change.removes()) {
      return GcpRequests.permissions(api.deleteRole());
    }
    return change.creates()
        ? GcpRequests.permissions(creation(observed))
        : GcpRequests.permissions(api.updateRole());
  }

  /** A deleted role of that id has to be restored: Google creates no other one beside it. */
  private ApiRequest[] creation(Observed observed) {
    return observed.extras(DELETED_ROLE).isEmpty()
        ? new ApiRequest[] {api.createRole()}
        : new ApiRequest[] {api.undeleteRole(), api.updateRole()};
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
    Optional<StatusCode.Code> refused = writes.create(target(change).build(), requests);
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
    if (!writes.undelete(requests)) {
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

  private static Role.Builder target(StateChange change) {
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
    return role;
  }

  /**
   * Writes the planned content on top of the content that was planned for.
   *
   * <p>The stage is written only if it has to change: another tool may have chosen it.
   */
  private void update(StateChange change, RequestContext requests) {
    Role now = current(change, requests);
    FieldMask.Builder mask =
        FieldMask.newBuilder()
            .addPaths("title")
            .addPaths("description")
            .addPaths("included_permissions");
    if (change.changes(LAUNCHED) || change.changes(STAGE)) {
      mask.addPaths("stage");
    }
    Role role =
        target(change)
            .setEtag(now.getEtag())
            .addAllIncludedPermissions(observed(now, requests).extras(FEATURE))
            .build();
    writes.update(role, mask.build(), requests);
  }

  /**
   * Reads the role whose etag the update carries.
   *
   * @throws OnboardingException of category CONFLICT if another caller changed it since the last
   *     read
   */
  private Role current(StateChange change, RequestContext requests) {
    Optional<Role> found = accounts.role(names.roleName(), requests);
    if (found.isEmpty()
        || (!change.creates()
            && !observed(found.get(), requests).state().equals(change.before()))) {
      throw OnboardingException.of(
              Category.CONFLICT, "another caller changed role " + names.roleName())
          .remedy("plan again")
          .build();
    }
    return found.get();
  }

  private Observed remove(Resource resource, RequestContext requests) {
    writes.delete(requests);
    return requests.await(
        names.roleName() + " is deleted",
        () -> Optional.of(read(resource, requests)).filter(seen -> !seen.exists()));
  }
}
