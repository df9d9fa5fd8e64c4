package dev.onboard4j.aks;

import com.azure.core.http.HttpMethod;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The requests to Azure Resource Manager, each with the actions that it requires and their scopes.
 *
 * <p>Source: the reference of each API; the operations of each resource provider.
 */
record ArmRequests(AksNames names) {
  private static final String AUTHORIZATION = "/providers/Microsoft.Authorization/";
  private static final String AUTHORIZATION_VERSION = "?api-version=2022-04-01";
  private static final String SUBSCRIPTION_VERSION = "?api-version=2022-12-01";
  private static final String AKS_VERSION = "?api-version=2025-09-01";
  private static final String IDENTITY_VERSION = "?api-version=2023-01-31";
  private static final String ROLES = "Microsoft.Authorization/roleDefinitions/";
  private static final String ASSIGNMENTS = "Microsoft.Authorization/roleAssignments/";
  private static final String CLUSTERS = "Microsoft.ContainerService/managedClusters/";
  private static final String IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities/";

  String subscription() {
    return "/subscriptions/" + names.cluster().subscription();
  }

  private String group() {
    return names.cluster().groupScope();
  }

  AzureRequest getSubscription() {
    return get(
        "Subscriptions_Get",
        subscription() + SUBSCRIPTION_VERSION,
        permission("Microsoft.Resources/subscriptions/read", subscription()));
  }

  AzureRequest getCluster() {
    return get(
        "ManagedClusters_Get",
        names.cluster().resourceId() + AKS_VERSION,
        permission(CLUSTERS + "read", names.cluster().resourceId()));
  }

  AzureRequest listClusters() {
    return get(
        "ManagedClusters_List",
        subscription() + "/providers/Microsoft.ContainerService/managedClusters" + AKS_VERSION,
        permission(CLUSTERS + "read", subscription()));
  }

  /** Reads, although it is a POST: the kubeconfig holds the authority of the API server. */
  AzureRequest listClusterUserCredential() {
    return AzureRequest.of(
        api(
            "ManagedClusters_ListClusterUserCredentials",
            permission(
                CLUSTERS + "listClusterUserCredential/action", names.cluster().resourceId())),
        HttpMethod.POST,
        names.cluster().resourceId() + "/listClusterUserCredential" + AKS_VERSION);
  }

  AzureRequest getRole(String scope, String guid) {
    return get("RoleDefinitions_Get", role(scope, guid), permission(ROLES + "read", scope));
  }

  /** The roles of that name that can be assigned in a group; of a subscription, also below it. */
  AzureRequest findRole(String scope, String name) {
    return get(
        "RoleDefinitions_List",
        scope
            + AUTHORIZATION
            + "roleDefinitions"
            + AUTHORIZATION_VERSION
            + "&$filter="
            + AksClients.encoded(
                (AzureIds.group(scope).isEmpty() ? "atScopeAndBelow() and " : "")
                    + "roleName eq '"
                    + name.replace("'", "''")
                    + "'"),
        permission(ROLES + "read", scope));
  }

  /** Azure checks the action on every assignable scope. */
  AzureRequest putRole(String scope, String guid, Collection<String> scopes) {
    return AzureRequest.of(
        api("RoleDefinitions_CreateOrUpdate", onEach(ROLES + "write", scopes)),
        HttpMethod.PUT,
        role(scope, guid));
  }

  AzureRequest deleteRole(String scope, String guid, Collection<String> scopes) {
    return AzureRequest.of(
        api("RoleDefinitions_Delete", onEach(ROLES + "delete", scopes)),
        HttpMethod.DELETE,
        role(scope, guid));
  }

  private static String role(String scope, String guid) {
    return scope + AUTHORIZATION + "roleDefinitions/" + guid + AUTHORIZATION_VERSION;
  }

  /** The assignments at the scope, below and above. */
  AzureRequest listAssignments(String scope) {
    return get(
        "RoleAssignments_ListForScope",
        scope + AUTHORIZATION + "roleAssignments" + AUTHORIZATION_VERSION,
        permission(ASSIGNMENTS + "read", scope));
  }

  AzureRequest getAssignment(String scope, String guid) {
    return get(
        "RoleAssignments_Get",
        scope + AUTHORIZATION + "roleAssignments/" + guid + AUTHORIZATION_VERSION,
        permission(ASSIGNMENTS + "read", scope));
  }

  AzureRequest putAssignment(String scope, String guid) {
    return AzureRequest.of(
        api("RoleAssignments_Create", permission(ASSIGNMENTS + "write", scope)),
        HttpMethod.PUT,
        scope + AUTHORIZATION + "roleAssignments/" + guid + AUTHORIZATION_VERSION);
  }

  AzureRequest deleteAssignment(String scope, String guid) {
    return AzureRequest.of(
        api("RoleAssignments_Delete", permission(ASSIGNMENTS + "delete", scope)),
        HttpMethod.DELETE,
        scope + AUTHORIZATION + "roleAssignments/" + guid + AUTHORIZATION_VERSION);
  }

  /** What the caller may do at a scope; requires no permission that a plan could name. */
  static AzureRequest listPermissions(String scope) {
    return AzureRequest.of(
        api("Permissions_ListForScope"),
        HttpMethod.GET,
        scope + AUTHORIZATION + "permissions" + AUTHORIZATION_VERSION);
  }

  static AzureRequest listDenyAssignments(String scope) {
    return AzureRequest.of(
        api(
            "DenyAssignments_ListForScope",
            permission("Microsoft.Authorization/denyAssignments/read", scope)),
        HttpMethod.GET,
        scope + AUTHORIZATION + "denyAssignments" + AUTHORIZATION_VERSION);
  }

  AzureRequest getIdentity() {
    return identity(HttpMethod.GET, "UserAssignedIdentities_Get", "read", "");
  }

  AzureRequest putIdentity() {
    return identity(HttpMethod.PUT, "UserAssignedIdentities_CreateOrUpdate", "write", "");
  }

  AzureRequest deleteIdentity() {
    return identity(HttpMethod.DELETE, "UserAssignedIdentities_Delete", "delete", "");
  }

  AzureRequest listIdentityCredentials() {
    return credential(HttpMethod.GET, "FederatedIdentityCredentials_List", "read", "");
  }

  AzureRequest putIdentityCredential() {
    return credential(
        HttpMethod.PUT,
        "FederatedIdentityCredentials_CreateOrUpdate",
        "write",
        "/" + names.identityCredential());
  }

  AzureRequest deleteIdentityCredential() {
    return credential(
        HttpMethod.DELETE,
        "FederatedIdentityCredentials_Delete",
        "delete",
        "/" + names.identityCredential());
  }

  private AzureRequest credential(HttpMethod method, String operation, String verb, String name) {
    return identity(
        method,
        operation,
        "federatedIdentityCredentials/" + verb,
        "/federatedIdentityCredentials" + name);
  }

  private AzureRequest identity(HttpMethod method, String operation, String verb, String path) {
    return AzureRequest.of(
        api(operation, permission(IDENTITIES + verb, group())),
        method,
        names.identityId() + path + IDENTITY_VERSION);
  }

  private static RequiredPermission[] onEach(String action, Collection<String> scopes) {
    return scopes.stream()
        .map(scope -> permission(action, scope))
        .toArray(RequiredPermission[]::new);
  }

  private static RequiredPermission permission(String action, String scope) {
    return new RequiredPermission(action, scope);
  }

  private static AzureRequest get(
      String operation, String path, RequiredPermission... permissions) {
    return AzureRequest.of(api(operation, permissions), HttpMethod.GET, path);
  }

  private static ApiRequest api(String operation, RequiredPermission... permissions) {
    return new ApiRequest(AzureRequest.ARM, operation, "", List.copyOf(Arrays.asList(permissions)));
  }
}
