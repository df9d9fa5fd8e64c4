package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.admin.v1.CreateRoleRequest;
import com.google.iam.admin.v1.DeleteRoleRequest;
import com.google.iam.admin.v1.Role;
import com.google.iam.admin.v1.UndeleteRoleRequest;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.protobuf.FieldMask;
import dev.onboard4j.spi.RequestContext;
import java.util.Optional;
import java.util.Set;

/** Sends the requests that write one custom role. */
record RoleWrites(GkeClients clients, GkeNames names) {
  private GcpRequests api() {
    return new GcpRequests(names);
  }

  /** Creates the role; returns the refusal if the id is taken by an existing or a deleted role. */
  Optional<StatusCode.Code> create(Role role, RequestContext requests) {
    CreateRoleRequest request =
        CreateRoleRequest.newBuilder()
            .setParent(names.projectName())
            .setRoleId(names.roleId())
            .setRole(role)
            .build();
    return Gcp.refusal(
        requests,
        api().createRole(),
        Set.of(StatusCode.Code.ALREADY_EXISTS, StatusCode.Code.FAILED_PRECONDITION),
        () -> clients.iam().getStub().createRoleCallable().call(request));
  }

  /** Updates the role; its etag makes Google refuse it if another caller wrote meanwhile. */
  void update(Role role, FieldMask mask, RequestContext requests) {
    UpdateRoleRequest request =
        UpdateRoleRequest.newBuilder()
            .setName(names.roleName())
            .setRole(role)
            .setUpdateMask(mask)
            .build();
    Gcp.write(
        requests,
        api().updateRole(),
        () -> clients.iam().getStub().updateRoleCallable().call(request));
  }

  /** Undeletes the role; returns false if Google no longer can. */
  boolean undelete(RequestContext requests) {
    UndeleteRoleRequest request =
        UndeleteRoleRequest.newBuilder().setName(names.roleName()).build();
    return Gcp.tried(
        requests,
        api().undeleteRole(),
        StatusCode.Code.FAILED_PRECONDITION,
        () -> clients.iam().getStub().undeleteRoleCallable().call(request));
  }

  void delete(RequestContext requests) {
    DeleteRoleRequest request = DeleteRoleRequest.newBuilder().setName(names.roleName()).build();
    Gcp.tried(
        requests,
        api().deleteRole(),
        StatusCode.Code.NOT_FOUND,
        () -> clients.iam().getStub().deleteRoleCallable().call(request));
  }
}
