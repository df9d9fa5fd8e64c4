package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A built-in role, shortened: learn.microsoft.com, "Azure built-in roles".
 *
 * @param id its id, the same in every tenant
 * @param roleName its name
 * @param actions what it permits
 * @param notActions what it leaves out
 * @param dataActions what it permits within resources
 */
record AzureRole(
    String id,
    String roleName,
    List<String> actions,
    List<String> notActions,
    List<String> dataActions) {
  static final List<AzureRole> ALL =
      List.of(
          new AzureRole(
              "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", List.of("*"), List.of(), List.of()),
          new AzureRole(
              "b24988ac-6180-42a0-ab88-20f7382dd24c",
              "Contributor",
              List.of("*"),
              List.of(
                  "Microsoft.Authorization/*/Delete",
                  "Microsoft.Authorization/*/Write",
                  "Microsoft.Authorization/elevateAccess/Action"),
              List.of()),
          new AzureRole(
              "acdd72a7-3385-48ef-bd42-f606fba81ae7",
              "Reader",
              List.of("*/read"),
              List.of(),
              List.of()),
          new AzureRole(
              "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
              "User Access Administrator",
              List.of("*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"),
              List.of(),
              List.of()),
          new AzureRole(
              "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
              "Role Based Access Control Administrator",
              List.of(
                  "Microsoft.Authorization/roleAssignments/write",
                  "Microsoft.Authorization/roleAssignments/delete",
                  "*/read",
                  "Microsoft.Support/*"),
              List.of(),
              List.of()),
          new AzureRole(
              "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59",
              "Managed Identity Contributor",
              List.of(
                  "Microsoft.ManagedIdentity/userAssignedIdentities/*/read",
                  "Microsoft.ManagedIdentity/userAssignedIdentities/*/write",
                  "Microsoft.ManagedIdentity/userAssignedIdentities/*/delete",
                  "Microsoft.ManagedIdentity/userAssignedIdentities/read",
                  "Microsoft.ManagedIdentity/userAssignedIdentities/write",
                  "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
                  "Microsoft.Resources/subscriptions/resourceGroups/read"),
              List.of(),
              List.of()),
          new AzureRole(
              "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
              "Azure Kubernetes Service Cluster User Role",
              List.of(
                  "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
                  "Microsoft.ContainerService/managedClusters/read"),
              List.of(),
              List.of()),
          new AzureRole(
              "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
              "Azure Kubernetes Service RBAC Reader",
              List.of("Microsoft.Authorization/*/read"),
              List.of(),
              List.of(
                  "Microsoft.ContainerService/managedClusters/apps/deployments/read",
                  "Microsoft.ContainerService/managedClusters/pods/read")),
          new AzureRole(
              "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
              "Azure Kubernetes Service RBAC Cluster Admin",
              List.of(
                  "Microsoft.Authorization/*/read",
                  "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action"),
              List.of(),
              List.of("Microsoft.ContainerService/managedClusters/*")));

  static Optional<AzureRole> byId(String id) {
    return ALL.stream().filter(role -> role.id.equalsIgnoreCase(id)).findFirst();
  }

  /**
   * The role of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static AzureRole named(String name) {
    return ALL.stream()
        .filter(role -> role.roleName.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no built-in role here"));
  }

  /** One entry of a role's permissions. */
  static ObjectNode permission(
      List<String> actions, List<String> notActions, List<String> dataActions) {
    ObjectNode permission = AzureJson.object();
    permission.set("actions", AzureJson.texts(actions));
    permission.set("notActions", AzureJson.texts(notActions));
    permission.set("dataActions", AzureJson.texts(dataActions));
    permission.set("notDataActions", AzureJson.texts(List.of()));
    return permission;
  }

  ObjectNode permission() {
    return permission(actions, notActions, dataActions);
  }

  /** The definition as Azure stores it: assignable everywhere. */
  ObjectNode definition() {
    ObjectNode role = AzureJson.object();
    ObjectNode properties = role.putObject("properties");
    properties.put("roleName", roleName);
    properties.put("type", "BuiltInRole");
    properties.put("description", "Built-in role " + roleName);
    properties.set("assignableScopes", AzureJson.texts(List.of("/")));
    properties.set("permissions", AzureJson.array(List.of(permission())));
    properties.put("createdOn", "2015-02-02T21:55:09.8806423Z");
    properties.put("updatedOn", "2021-11-11T20:13:47.8628684Z");
    properties.putNull("createdBy");
    properties.putNull("updatedBy");
    role.put("id", "/providers/Microsoft.Authorization/roleDefinitions/" + id);
    role.put("type", "Microsoft.Authorization/roleDefinitions");
    role.put("name", id);
    return role;
  }
}
