package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Asks Azure which actions the caller may do in resource groups, and which deny assignments there
 * are.
 *
 * <p>Azure answers for resource groups and for single resources, not for subscriptions. Its answer
 * knows neither deny assignments nor conditions.
 */
final class HeldActions {
  private static final String EVERYBODY = "00000000-0000-0000-0000-000000000000";

  // Only the check needs it: a plan can be applied without.
  private static final String DENIALS = "Microsoft.Authorization/denyAssignments/read";

  private final Azure azure;
  private final Map<String, List<Tree>> held = new ConcurrentHashMap<>();
  private final Map<String, List<Tree>> denials = new ConcurrentHashMap<>();

  HeldActions(Azure azure) {
    this.azure = azure;
  }

  /** Asks about all resource groups of these permissions. */
  void ask(List<RequiredPermission> required, RequestContext requests) {
    TreeSet<String> groups = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    required.forEach(one -> AzureIds.group(one.resource()).ifPresent(groups::add));
    List<Supplier<Boolean>> reads = new ArrayList<>();
    for (String group : groups) {
      reads.add(() -> ask(ArmRequests.listPermissions(group), held, group, requests));
      reads.add(() -> ask(ArmRequests.listDenyAssignments(group), denials, group, requests));
    }
    requests.all(reads);
  }

  private boolean ask(
      AzureRequest request,
      Map<String, List<Tree>> answers,
      String group,
      RequestContext requests) {
    try {
      // A group that went with its cluster has no answer.
      azure.listed(requests, request).ifPresent(found -> answers.put(key(group), found));
      return true;
    } catch (OnboardingException e) {
      // The check is optional: a plan does not depend on it.
      return false;
    }
  }

  private static String key(String scope) {
    return scope.toLowerCase(Locale.ROOT);
  }

  /** The answer about one permission. */
  PermissionCheck answer(RequiredPermission permission) {
    Optional<String> group = AzureIds.group(permission.resource());
    if (group.isEmpty()) {
      return PermissionCheck.unknown(permission, "Azure answers for resource groups only");
    }
    String method = "the permissions of " + group.get();
    List<Tree> found = held.get(key(group.get()));
    if (found == null) {
      return PermissionCheck.unknown(permission, method + " gave no answer");
    }
    if (!isAllowed(found, "actions", "notActions", permission.permission())) {
      if (AzureIds.same(permission.permission(), DENIALS)) {
        return PermissionCheck.unknown(
            permission, "not held in " + group.get() + "; deny assignments there stay unknown");
      }
      return AzureIds.same(group.get(), permission.resource())
          ? PermissionCheck.denied(permission, method + remedy(permission))
          : PermissionCheck.unknown(
              permission,
              "not held in "
                  + group.get()
                  + "; a grant on "
                  + permission.resource()
                  + " itself would be enough");
    }
    return denial(permission, group.get())
        .orElseGet(() -> PermissionCheck.allowed(permission, method));
  }

  private static String remedy(RequiredPermission permission) {
    List<String> roles = BuiltInRoles.containing(permission.permission());
    return roles.isEmpty() ? "" : "; built-in roles with it: " + String.join(", ", roles);
  }

  /** Each entry is one role of the caller: they add up. */
  static boolean isAllowed(List<Tree> entries, String actions, String notActions, String action) {
    return entries.stream()
        .anyMatch(
            entry ->
                matches(entry.texts(actions), action) && !matches(entry.texts(notActions), action));
  }

  private static boolean matches(List<String> patterns, String action) {
    return patterns.stream()
        .map(pattern -> "\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E")
        .anyMatch(
            regex -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(action).matches());
  }

  private Optional<PermissionCheck> denial(RequiredPermission permission, String group) {
    return denials.getOrDefault(key(group), List.of()).stream()
        .filter(one -> covers(one, permission))
        .findFirst()
        .map(
            one -> {
              String words =
                  "the deny assignment '"
                      + one.text("properties", "denyAssignmentName")
                      + "' of "
                      + one.text("properties", "scope");
              return isForEverybody(one)
                  ? PermissionCheck.denied(permission, words + " forbids it to everybody")
                  : PermissionCheck.unknown(permission, words + " may apply to the caller");
            });
  }

  private static boolean covers(Tree denial, RequiredPermission permission) {
    return isAllowed(
        denial.objects("properties", "permissions"),
        "actions",
        "notActions",
        permission.permission());
  }

  private static boolean isForEverybody(Tree denial) {
    return denial.objects("properties", "excludePrincipals").isEmpty()
        && denial.objects("properties", "principals").stream()
            .anyMatch(one -> one.text("id").equals(EVERYBODY));
  }
}
