package dev.onboard4j.testkit.google;

import com.google.iam.admin.v1.CreateRoleRequest;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.CreateServiceAccountRequest;
import com.google.iam.admin.v1.DeleteRoleRequest;
import com.google.iam.admin.v1.DeleteServiceAccountKeyRequest;
import com.google.iam.admin.v1.DeleteServiceAccountRequest;
import com.google.iam.admin.v1.DisableServiceAccountKeyRequest;
import com.google.iam.admin.v1.DisableServiceAccountRequest;
import com.google.iam.admin.v1.EnableServiceAccountKeyRequest;
import com.google.iam.admin.v1.EnableServiceAccountRequest;
import com.google.iam.admin.v1.GetRoleRequest;
import com.google.iam.admin.v1.GetServiceAccountRequest;
import com.google.iam.admin.v1.IAMGrpc;
import com.google.iam.admin.v1.ListRolesRequest;
import com.google.iam.admin.v1.ListRolesResponse;
import com.google.iam.admin.v1.ListServiceAccountKeysRequest;
import com.google.iam.admin.v1.ListServiceAccountKeysResponse;
import com.google.iam.admin.v1.ListServiceAccountsRequest;
import com.google.iam.admin.v1.ListServiceAccountsResponse;
import com.google.iam.admin.v1.PatchServiceAccountRequest;
import com.google.iam.admin.v1.Role;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.ServiceAccountKey;
import com.google.iam.admin.v1.UndeleteRoleRequest;
import com.google.iam.admin.v1.UndeleteServiceAccountRequest;
import com.google.iam.admin.v1.UndeleteServiceAccountResponse;
import com.google.iam.admin.v1.UpdateRoleRequest;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import com.google.protobuf.Empty;
import dev.onboard4j.testkit.google.GcpFront.Asked;
import io.grpc.stub.StreamObserver;

/** The IAM API over gRPC; each method is named by its permission. */
final class GcpIamService extends IAMGrpc.IAMImplBase {
  private final GcpFront front;
  private final GcpAccounts accounts;
  private final GcpKeys keys;
  private final GcpRoles roles;

  GcpIamService(GcpFront front, GcpWorld world) {
    this.front = front;
    accounts = new GcpAccounts(world);
    keys = new GcpKeys(world, accounts);
    roles = new GcpRoles(world);
  }

  @Override
  public void createServiceAccount(
      CreateServiceAccountRequest request, StreamObserver<ServiceAccount> out) {
    Asked asked = Asked.writing("iam.serviceAccounts.create", request.getName());
    front.answer(out, asked, request, hidden -> accounts.create(request, hidden));
  }

  @Override
  public void getServiceAccount(
      GetServiceAccountRequest request, StreamObserver<ServiceAccount> out) {
    Asked asked = Asked.reading("iam.serviceAccounts.get", request.getName());
    front.answer(out, asked, request, x -> accounts.get(request.getName()));
  }

  @Override
  public void listServiceAccounts(
      ListServiceAccountsRequest request, StreamObserver<ListServiceAccountsResponse> out) {
    Asked asked = Asked.reading("iam.serviceAccounts.list", request.getName());
    front.answer(out, asked, request, x -> accounts.list(request.getName()));
  }

  @Override
  public void patchServiceAccount(
      PatchServiceAccountRequest request, StreamObserver<ServiceAccount> out) {
    Asked asked =
        Asked.writing("iam.serviceAccounts.update", request.getServiceAccount().getName());
    front.answer(out, asked, request, x -> accounts.patch(request));
  }

  @Override
  public void enableServiceAccount(EnableServiceAccountRequest request, StreamObserver<Empty> out) {
    Asked asked = Asked.writing("iam.serviceAccounts.enable", request.getName());
    front.answer(out, asked, request, x -> accounts.enable(request.getName()));
  }

  @Override
  public void disableServiceAccount(
      DisableServiceAccountRequest request, StreamObserver<Empty> out) {
    Asked asked = Asked.writing("iam.serviceAccounts.disable", request.getName());
    front.answer(out, asked, request, x -> accounts.disable(request.getName()));
  }

  @Override
  public void deleteServiceAccount(DeleteServiceAccountRequest request, StreamObserver<Empty> out) {
    Asked asked = Asked.writing("iam.serviceAccounts.delete", request.getName());
    front.answer(out, asked, request, x -> accounts.delete(request.getName()));
  }

  @Override
  public void undeleteServiceAccount(
      UndeleteServiceAccountRequest request, StreamObserver<UndeleteServiceAccountResponse> out) {
    Asked asked = Asked.writing("iam.serviceAccounts.undelete", request.getName());
    front.answer(out, asked, request, x -> accounts.undelete(request.getName()));
  }

  @Override
  public void createServiceAccountKey(
      CreateServiceAccountKeyRequest request, StreamObserver<ServiceAccountKey> out) {
    Asked asked = Asked.writing("iam.serviceAccountKeys.create", request.getName());
    front.answer(out, asked, request, x -> keys.create(request));
  }

  @Override
  public void listServiceAccountKeys(
      ListServiceAccountKeysRequest request, StreamObserver<ListServiceAccountKeysResponse> out) {
    Asked asked = Asked.reading("iam.serviceAccountKeys.list", request.getName());
    front.answer(out, asked, request, x -> keys.list(request));
  }

  @Override
  public void deleteServiceAccountKey(
      DeleteServiceAccountKeyRequest request, StreamObserver<Empty> out) {
    Asked asked = Asked.writing("iam.serviceAccountKeys.delete", request.getName());
    front.answer(out, asked, request, x -> keys.delete(request.getName()));
  }

  @Override
  public void disableServiceAccountKey(
      DisableServiceAccountKeyRequest request, StreamObserver<Empty> out) {
    Asked asked = Asked.writing("iam.serviceAccountKeys.disable", request.getName());
    front.answer(out, asked, request, x -> keys.disable(request.getName()));
  }

  @Override
  public void enableServiceAccountKey(
      EnableServiceAccountKeyRequest request, StreamObserver<Empty> out) {
    Asked asked = Asked.writing("iam.serviceAccountKeys.enable", request.getName());
    front.answer(out, asked, request, x -> keys.enable(request.getName()));
  }

  /** Requires no permission. */
  @Override
  public void testIamPermissions(
      TestIamPermissionsRequest request, StreamObserver<TestIamPermissionsResponse> out) {
    Asked asked = Asked.reading("iam.serviceAccounts.testIamPermissions", request.getResource());
    front.answer(out, asked, request, x -> accounts.test(request));
  }

  @Override
  public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> out) {
    String permission = "iam.serviceAccounts.getIamPolicy";
    front.answer(
        out,
        Asked.reading(permission, request.getResource()),
        request,
        x -> accounts.found(request.getResource(), permission).policy().get(request.getOptions()));
  }

  @Override
  public void setIamPolicy(SetIamPolicyRequest request, StreamObserver<Policy> out) {
    String permission = "iam.serviceAccounts.setIamPolicy";
    front.answer(
        out,
        Asked.writing(permission, request.getResource()),
        request,
        x -> accounts.found(request.getResource(), permission).policy().set(request.getPolicy()));
  }

  @Override
  public void getRole(GetRoleRequest request, StreamObserver<Role> out) {
    Asked asked = Asked.reading("iam.roles.get", request.getName());
    front.answer(out, asked, request, x -> roles.get(request.getName()));
  }

  @Override
  public void listRoles(ListRolesRequest request, StreamObserver<ListRolesResponse> out) {
    Asked asked = Asked.reading("iam.roles.list", request.getParent());
    front.answer(out, asked, request, x -> roles.list(request));
  }

  @Override
  public void createRole(CreateRoleRequest request, StreamObserver<Role> out) {
    Asked asked = Asked.writing("iam.roles.create", request.getParent());
    front.answer(out, asked, request, x -> roles.create(request));
  }

  @Override
  public void updateRole(UpdateRoleRequest request, StreamObserver<Role> out) {
    Asked asked = Asked.writing("iam.roles.update", request.getName());
    front.answer(out, asked, request, x -> roles.update(request));
  }

  @Override
  public void deleteRole(DeleteRoleRequest request, StreamObserver<Role> out) {
    Asked asked = Asked.writing("iam.roles.delete", request.getName());
    front.answer(out, asked, request, x -> roles.delete(request.getName()));
  }

  @Override
  public void undeleteRole(UndeleteRoleRequest request, StreamObserver<Role> out) {
    Asked asked = Asked.writing("iam.roles.undelete", request.getName());
    front.answer(out, asked, request, x -> roles.undelete(request.getName()));
  }
}
