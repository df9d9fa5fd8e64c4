package dev.onboard4j.aks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The built-in roles that contain an action that onboarding requires.
 *
 * <p>Source: Azure's list of built-in roles. Contributor contains no write of
 * Microsoft.Authorization.
 */
final class BuiltInRoles {
  private static final Map<String, List<String>> BY_BEGINNING =
      Map.of(
          "microsoft.authorization/roleassignments/read",
          List.of("Reader"),
          "microsoft.authorization/roleassignments/",
          List.of("Owner", "User Access Administrator", "Role Based Access Control Administrator"),
          "microsoft.authorization/roledefinitions/read",
          List.of("Reader"),
          "microsoft.authorization/roledefinitions/",
          List.of("Owner", "User Access Administrator"),
          "microsoft.authorization/denyassignments/read",
          List.of("Reader"),
          "microsoft.managedidentity/",
          List.of("Owner", "Contributor", "Managed Identity Contributor"),
          "microsoft.containerservice/managedclusters/read",
          List.of("Reader"),
          "microsoft.containerservice/managedclusters/listclusterusercredential/",
          List.of("Azure Kubernetes Service Cluster User Role"),
          "microsoft.resources/subscriptions/",
          List.of("Reader"));

  private static final Map<String, String> BY_GUID =
      Map.of(
          "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
          "Owner",
          "b24988ac-6180-42a0-ab88-20f7382dd24c",
          "Contributor",
          "acdd72a7-3385-48ef-bd42-f606fba81ae7",
          "Reader",
          "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
          "User Access Administrator",
          "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
          "Role Based Access Control Administrator");

  private BuiltInRoles() {}

  /** The name of the role, if the table knows it; else its GUID. */
  static String named(String guid) {
    return BY_GUID.getOrDefault(guid.toLowerCase(Locale.ROOT), guid);
  }

  /** The roles with the action; none if the table does not know it. */
  static List<String> containing(String action) {
    String lower = action.toLowerCase(Locale.ROOT);
    return BY_BEGINNING.entrySet().stream()
        .filter(entry -> lower.startsWith(entry.getKey()))
        .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
        .map(Map.Entry::getValue)
        .orElse(List.of());
  }

  /** How to grant an action at a scope, in words. */
  static String remedy(String action, String scope) {
    List<String> roles = containing(action);
    return "grant "
        + action
        + " on "
        + scope
        + " to the caller"
        + (roles.isEmpty() ? "" : "; the built-in roles with it: " + String.join(", ", roles));
  }
}
