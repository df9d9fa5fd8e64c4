package dev.onboard4j.gke;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;
import java.util.Arrays;
import java.util.List;

/**
 * The requests to Google, each with the permission that it requires and the resource it concerns.
 *
 * <p>Source: the reference of each API, section "IAM permissions" of the method.
 */
record GcpRequests(GkeNames names) {
  private static final String IAM = "iam";
  private static final String RESOURCE_MANAGER = "cloudresourcemanager";
  private static final String SERVICE_USAGE = "serviceusage";

  /** The permissions that these requests require together. */
  static List<RequiredPermission> permissions(ApiRequest... requests) {
    return Arrays.stream(requests).flatMap(request -> request.permissions().stream()).toList();
  }

  static ApiRequest getCluster(String cluster) {
    return request("container", "GetCluster", "container.clusters.get", cluster);
  }

  ApiRequest batchGetServices() {
    return onProject(SERVICE_USAGE, "BatchGetServices", "serviceusage.services.get");
  }

  ApiRequest batchEnableServices() {
    return onProject(SERVICE_USAGE, "BatchEnableServices", "serviceusage.services.enable");
  }

  ApiRequest getServiceOperation() {
    return onProject(SERVICE_USAGE, "GetOperation", "serviceusage.operations.get");
  }

  ApiRequest getProjectPolicy() {
    return onProject(RESOURCE_MANAGER, "GetIamPolicy", "resourcemanager.projects.getIamPolicy");
  }

  ApiRequest setProjectPolicy() {
    return onProject(RESOURCE_MANAGER, "SetIamPolicy", "resourcemanager.projects.setIamPolicy");
  }

  /** Requires no permission. */
  ApiRequest testIamPermissions() {
    return ApiRequest.of(RESOURCE_MANAGER, "TestIamPermissions");
  }

  /** Requires no permission. */
  ApiRequest testAccountPermissions() {
    return ApiRequest.of(IAM, "TestIamPermissions");
  }

  ApiRequest getEffectiveOrgPolicy() {
    return onProject(RESOURCE_MANAGER, "projects.getEffectiveOrgPolicy", "orgpolicy.policy.get");
  }

  ApiRequest getRole() {
    return getRole(names.roleName());
  }

  static ApiRequest getRole(String role) {
    return request(IAM, "GetRole", "iam.roles.get", role);
  }

  ApiRequest listRoles() {
    return onProject(IAM, "ListRoles", "iam.roles.list");
  }

  ApiRequest listClusters() {
    return onProject("container", "ListClusters", "container.clusters.list");
  }

  ApiRequest createRole() {
    return onProject(IAM, "CreateRole", "iam.roles.create");
  }

  ApiRequest updateRole() {
    return onRole("UpdateRole", "iam.roles.update");
  }

  ApiRequest undeleteRole() {
    return onRole("UndeleteRole", "iam.roles.undelete");
  }

  ApiRequest deleteRole() {
    return onRole("DeleteRole", "iam.roles.delete");
  }

  ApiRequest getAccount() {
    return onAccount("GetServiceAccount", "iam.serviceAccounts.get");
  }

  ApiRequest listAccounts() {
    return onProject(IAM, "ListServiceAccounts", "iam.serviceAccounts.list");
  }

  ApiRequest createAccount() {
    return onProject(IAM, "CreateServiceAccount", "iam.serviceAccounts.create");
  }

  ApiRequest undeleteAccount() {
    return onProject(IAM, "UndeleteServiceAccount", "iam.serviceAccounts.undelete");
  }

  ApiRequest patchAccount() {
    return onAccount("PatchServiceAccount", "iam.serviceAccounts.update");
  }

  ApiRequest enableAccount() {
    return onAccount("EnableServiceAccount", "iam.serviceAccounts.enable");
  }

  ApiRequest deleteAccount() {
    return onAccount("DeleteServiceAccount", "iam.serviceAccounts.delete");
  }

  ApiRequest getAccountPolicy() {
    return onAccount("GetIamPolicy", "iam.serviceAccounts.getIamPolicy");
  }

  ApiRequest setAccountPolicy() {
    return onAccount("SetIamPolicy", "iam.serviceAccounts.setIamPolicy");
  }

  ApiRequest listKeys() {
    return onAccount("ListServiceAccountKeys", "iam.serviceAccountKeys.list");
  }

  ApiRequest createKey() {
    return onAccount("CreateServiceAccountKey", "iam.serviceAccountKeys.create");
  }

  ApiRequest deleteKey() {
    return onAccount("DeleteServiceAccountKey", "iam.serviceAccountKeys.delete");
  }

  private ApiRequest onProject(String api, String operation, String permission) {
    return request(api, operation, permission, names.projectName());
  }

  private ApiRequest onRole(String operation, String permission) {
    return request(IAM, operation, permission, names.roleName());
  }

  private ApiRequest onAccount(String operation, String permission) {
    return request(IAM, operation, permission, names.accountName());
  }

  private static ApiRequest request(
      String api, String operation, String permission, String resource) {
    return ApiRequest.of(api, operation, new RequiredPermission(permission, resource));
  }
}
