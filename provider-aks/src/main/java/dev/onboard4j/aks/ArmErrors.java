package dev.onboard4j.aks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The errors of Azure Resource Manager by their codes.
 *
 * <p>Source: "Troubleshoot Azure RBAC", "Troubleshoot common Azure deployment errors", and the
 * texts that the service returns.
 */
final class ArmErrors {
  private static final Pattern DENIED =
      Pattern.compile("perform action '([^']+)' (?:over|on) scope '([^']+)'");
  private static final Pattern LINKED =
      Pattern.compile(
          "does not have permission to perform action '([^']+)' on the linked scope\\(s\\) '([^']+)'");

  /** The category and what to do. */
  private record Known(Category category, String remedy) {}

  private static final Map<String, Known> TABLE =
      Map.ofEntries(
          row(
              "InvalidAuthenticationTokenTenant",
              Category.CALLER,
              "the credentials belong to another tenant than the subscription: log in to its tenant,"
                  + " and set aks.tenant"),
          row("InvalidAuthenticationToken", Category.CALLER, "check the credentials: az login"),
          row("ExpiredAuthenticationToken", Category.CALLER, "log in again: az login"),
          row("SubscriptionNotFound", Category.CALLER, "check the id of the subscription"),
          row(
              "DenyAssignmentAuthorizationFailed",
              Category.CONFLICT,
              "a deny assignment forbids it to everybody; for a locked-down node resource group: az"
                  + " aks update --nrg-lockdown-restriction-level Unrestricted"),
          row(
              "MissingSubscriptionRegistration",
              Category.CONFLICT,
              "register the resource provider: az provider register --namespace"
                  + " Microsoft.ManagedIdentity"),
          row(
              "RoleDefinitionWithSameNameExists",
              Category.CONFLICT,
              "another role of the tenant has this name, possibly in a subscription that the caller"
                  + " may not read: delete or rename it, or use a blueprint with another name; if it"
                  + " was changed a moment ago, plan again in a few minutes"),
          row(
              "RoleDefinitionLimitExceeded",
              Category.CONFLICT,
              "the tenant allows no more custom roles: delete some"),
          row(
              "RoleAssignmentLimitExceeded",
              Category.CONFLICT,
              "the subscription allows no more role assignments: delete some"),
          row(
              "RoleDefinitionHasAssignments",
              Category.CONFLICT,
              "role assignments still refer to the role: delete them and plan again"),
          row(
              "RoleScopeBeingRemovedContainsAssignments",
              Category.CONFLICT,
              "delete the role assignments at that scope and plan again"),
          row(
              "InvalidActionOrNotAction",
              Category.CALLER,
              "correct the actions of the role in the blueprint"),
          row("ScopeLocked", Category.CONFLICT, "delete the lock, apply, and create it again"),
          // Entra's documentation: one write at a time for one identity.
          row(
              "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
              Category.TRANSIENT,
              "run again"),
          row("RetryableErrorDueToAnotherOperation", Category.TRANSIENT, "run again"));

  private ArmErrors() {}

  private static Map.Entry<String, Known> row(String code, Category category, String remedy) {
    return Map.entry(code.toLowerCase(Locale.ROOT), new Known(category, remedy));
  }

  /** The exception for a refusal, or null if the table does not have it. */
  static OnboardingException.@Nullable Builder of(
      ApiRequest request, AzureError error, String message) {
    if (error.is("AuthorizationFailed", "LinkedAuthorizationFailed")) {
      return denied(request, error, message);
    }
    Known known = TABLE.get(error.code().toLowerCase(Locale.ROOT));
    if (known != null) {
      return OnboardingException.of(known.category(), message).remedy(known.remedy());
    }
    return AzureErrors.isDenial(error) ? denied(request, error, message) : null;
  }

  private static OnboardingException.Builder denied(
      ApiRequest request, AzureError error, String message) {
    List<RequiredPermission> missing = missing(request, error);
    String conditional =
        error.says("ABAC condition")
            ? "; the caller's own assignment may have a condition that the new role does not meet"
            : "";
    String remedy =
        missing.stream()
            .map(one -> BuiltInRoles.remedy(one.permission(), one.resource()))
            .collect(Collectors.joining("; "));
    return OnboardingException.of(Category.PERMISSION, message)
        .missing(missing)
        .remedy(remedy + conditional);
  }

  /** What the words of Azure name, in the spelling of the request. */
  private static List<RequiredPermission> missing(ApiRequest request, AzureError error) {
    Matcher linked = LINKED.matcher(error.message());
    if (linked.find()) {
      String action = linked.group(1);
      return Arrays.stream(linked.group(2).split(",", -1))
          .map(scope -> asRequested(request, action, scope.strip()))
          .toList();
    }
    Matcher denied = DENIED.matcher(error.message());
    return denied.find()
        ? List.of(asRequested(request, denied.group(1), denied.group(2)))
        : request.permissions();
  }

  private static RequiredPermission asRequested(ApiRequest request, String action, String scope) {
    return request.permissions().stream()
        .filter(one -> one.permission().equalsIgnoreCase(action))
        .filter(one -> within(scope, one.resource()))
        .findFirst()
        .orElseGet(() -> new RequiredPermission(action, scope));
  }

  /** Azure names the object, a permission the scope that it is in. */
  private static boolean within(String id, String scope) {
    String one = id.toLowerCase(Locale.ROOT);
    String other = scope.toLowerCase(Locale.ROOT);
    return one.equals(other) || one.startsWith(other + "/");
  }
}
