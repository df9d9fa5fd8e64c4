package dev.onboard4j.testkit.google;

import com.google.iam.admin.v1.CreateRoleRequest;
import com.google.iam.admin.v1.ListRolesRequest;
import com.google.iam.admin.v1.ListRolesResponse;
import com.google.iam.admin.v1.Role;
import com.google.iam.admin.v1.RoleView;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Custom roles of projects, after the reference of the IAM API v1: projects.roles. A deleted role
 * can be undeleted for seven days; its id is available again thirty days later.
 */
final class GcpRoles {
  private static final Pattern NAME = Pattern.compile("projects/([^/]+)/roles/([^/]+)");
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_.]{3,64}");
  private static final Pattern PERMISSION =
      Pattern.compile("[a-z][A-Za-z]*\\.[A-Za-z]+\\.[A-Za-z]+");
  private static final int ROLES = 300;
  // Google chooses the size of a page; a small one shows who reads the first page only.
  private static final int PAGE = 2;
  private static final int TITLE_BYTES = 100;
  private static final int DESCRIPTION_BYTES = 300;
  private static final Duration UNDELETABLE = Duration.ofDays(7);
  private static final Duration BLOCKED = UNDELETABLE.plusDays(30);

  private final GcpWorld world;

  GcpRoles(GcpWorld world) {
    this.world = world;
  }

  private static Matcher parsed(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw GcpError.invalid("Invalid role name: " + name);
    }
    return matcher;
  }

  private GcpProject project(String id, String permission) {
    GcpProject project = world.answering("iam.googleapis.com", world.project(id, permission));
    Instant now = world.clock().instant();
    project
        .roles()
        .values()
        .removeIf(
            role -> role.deletedAt().filter(at -> at.plus(BLOCKED).isBefore(now)).isPresent());
    return project;
  }

  private GcpRole found(String name, String permission) {
    Matcher matcher = parsed(name);
    GcpRole role = project(matcher.group(1), permission).roles().get(matcher.group(2));
    if (role == null) {
      throw GcpError.notFound("The role named " + name + " was not found.");
    }
    return role;
  }

  Role get(String name) {
    return found(name, "iam.roles.get").role();
  }

  /** Lists the roles in pages; the basic view leaves the permissions out. */
  ListRolesResponse list(ListRolesRequest request) {
    GcpProject project =
        project(request.getParent().replaceFirst("^projects/", ""), "iam.roles.list");
    List<Role> all =
        project.roles().values().stream()
            .map(GcpRole::role)
            .filter(role -> request.getShowDeleted() || !role.getDeleted())
            .map(role -> request.getView() == RoleView.FULL ? role : basic(role))
            .toList();
    int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    int to = Math.min(all.size(), from + PAGE);
    return ListRolesResponse.newBuilder()
        .addAllRoles(all.subList(from, to))
        .setNextPageToken(to < all.size() ? String.valueOf(to) : "")
        .build();
  }

  private static Role basic(Role role) {
    return role.toBuilder().clearIncludedPermissions().build();
  }

  Role create(CreateRoleRequest request) {
    GcpProject project =
        project(request.getParent().replaceFirst("^projects/", ""), "iam.roles.create");
    String id = request.getRoleId();
    checkCreation(project, id);
    Role.Builder role =
        request.getRole().toBuilder().setName("projects/" + project.id() + "/roles/" + id);
    Role created = edition(checked(role.build()));
    project.roles().put(id, new GcpRole(created));
    return created;
  }

  private static void checkCreation(GcpProject project, String id) {
    if (!ID.matcher(id).matches()) {
      throw GcpError.invalid("The role_id (" + id + ") is not valid.");
    }
    checkUnused(project, id);
    if (project.roles().values().stream().filter(role -> role.deletedAt().isEmpty()).count()
        >= ROLES) {
      throw GcpError.quota("Maximum number of custom roles reached for projects/" + project.id());
    }
  }

  private static void checkUnused(GcpProject project, String id) {
    GcpRole there = project.roles().get(id);
    if (there != null && there.deletedAt().isPresent()) {
      throw GcpError.of(
          Code.FAILED_PRECONDITION,
          "You can't create a role_id (" + id + ") which has been marked for deletion.");
    }
    if (there != null) {
      throw GcpError.exists(
          "A role named " + id + " in projects/" + project.id() + " already exists.");
    }
  }

  private Role edition(Role role) {
    return role.toBuilder().setEtag(ByteString.copyFromUtf8("role-" + world.nextId())).build();
  }

  private static Role checked(Role role) {
    if (role.getTitleBytes().size() > TITLE_BYTES) {
      throw GcpError.invalid("The role title is longer than 100 bytes.");
    }
    if (role.getDescriptionBytes().size() > DESCRIPTION_BYTES) {
      throw GcpError.invalid("The role description is longer than 300 bytes.");
    }
    for (String permission : role.getIncludedPermissionsList()) {
      if (!PERMISSION.matcher(permission).matches()) {
        throw GcpError.invalid("Permission " + permission + " is not valid.");
      }
    }
    return role;
  }

  Role update(UpdateRoleRequest request) {
    GcpRole role = found(request.getName(), "iam.roles.update");
    if (role.deletedAt().isPresent()) {
      throw GcpError.of(
          Code.FAILED_PRECONDITION, "The role " + request.getName() + " is deleted: undelete it.");
    }
    ByteString etag = request.getRole().getEtag();
    if (!etag.isEmpty() && !etag.equals(role.role().getEtag())) {
      throw GcpError.of(Code.ABORTED, "There were concurrent changes to the role. Retry.");
    }
    Role.Builder changed = role.role().toBuilder();
    request.getUpdateMask().getPathsList().forEach(path -> copy(path, request.getRole(), changed));
    role.role(edition(checked(changed.build())));
    return role.role();
  }

  private static void copy(String path, Role from, Role.Builder to) {
    switch (path) {
      case "title" -> to.setTitle(from.getTitle());
      case "description" -> to.setDescription(from.getDescription());
      case "stage" -> to.setStage(from.getStage());
      case "included_permissions" ->
          to.clearIncludedPermissions()
              .addAllIncludedPermissions(from.getIncludedPermissionsList());
      default -> throw GcpError.invalid("Invalid field in the update mask: " + path);
    }
  }

  Role delete(String name) {
    GcpRole role = found(name, "iam.roles.delete");
    if (role.deletedAt().isEmpty()) {
      role.deletedAt(world.clock().instant());
    }
    return role.role();
  }

  Role undelete(String name) {
    GcpRole role = found(name, "iam.roles.undelete");
    Instant deleted =
        role.deletedAt()
            .orElseThrow(
                () ->
                    GcpError.of(
                        Code.FAILED_PRECONDITION, "You can't undelete an undeleted role: " + name));
    if (deleted.plus(UNDELETABLE).isBefore(world.clock().instant())) {
      throw GcpError.of(
          Code.FAILED_PRECONDITION,
          "The role " + name + " was deleted more than 7 days ago and cannot be undeleted.");
    }
    role.deletedAt(null);
    return role.role();
  }
}
