package dev.onboard4j.aks;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.RequiredPermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a caller has to be granted: one custom role per scope, as {@code az role definition create
 * --role-definition} reads it, and the permissions of Microsoft Graph.
 */
record CallerRoles(ClusterRef cluster) {
  private static final String GRAPH_DOCUMENT = "graph-permissions";

  SortedMap<String, Object> documents(List<RequiredPermission> required) {
    TreeMap<String, TreeSet<String>> byScope = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    TreeSet<String> graph = new TreeSet<>();
    for (RequiredPermission one : required) {
      if (isGraph(one)) {
        graph.add(one.permission());
      } else {
        byScope.computeIfAbsent(scope(one), x -> new TreeSet<>()).add(one.permission());
      }
    }
    SortedMap<String, Object> documents = new TreeMap<>();
    byScope.forEach(
        (scope, actions) -> documents.put("azure-role-" + word(scope), role(scope, actions)));
    if (!graph.isEmpty()) {
      documents.put(GRAPH_DOCUMENT, graph(graph));
    }
    return documents;
  }

  static boolean isGraph(RequiredPermission permission) {
    return permission.resource().equals(GraphRequests.MICROSOFT_GRAPH);
  }

  /** A custom role is assignable in a resource group, not on one object. */
  static String scope(RequiredPermission permission) {
    return AzureIds.group(permission.resource()).orElse(permission.resource());
  }

  private String word(String scope) {
    String group = AzureIds.name(scope).toLowerCase(Locale.ROOT);
    String subscription = scope.split("/", -1)[2];
    boolean own = AzureIds.same(subscription, cluster.account());
    if (AzureIds.group(scope).isEmpty()) {
      return "subscription";
    }
    return own ? group : group + "-" + subscription;
  }

  private Map<String, Object> role(String scope, TreeSet<String> actions) {
    Map<String, Object> role = new LinkedHashMap<>();
    role.put("Name", "Onboarding of AKS cluster " + cluster.name() + " in " + word(scope));
    role.put("IsCustom", true);
    role.put("Description", "For " + cluster.uri() + warning(actions));
    role.put("Actions", List.copyOf(actions));
    role.put("NotActions", List.of());
    role.put("AssignableScopes", List.of(scope));
    return role;
  }

  /** Azure grants these for a whole scope. */
  private static String warning(TreeSet<String> actions) {
    List<String> warnings = new ArrayList<>();
    if (actions.contains("Microsoft.Authorization/roleAssignments/write")) {
      warnings.add(
          "roleAssignments/write can grant any role in this scope to anybody; a condition on the"
              + " assignment can limit the roles");
    }
    if (actions.contains("Microsoft.Authorization/roleDefinitions/write")) {
      warnings.add("roleDefinitions/write can change every custom role of this scope");
    }
    return warnings.isEmpty() ? "." : ". Warning: " + String.join("; ", warnings) + ".";
  }

  private static Map<String, Object> graph(TreeSet<String> permissions) {
    boolean writes = permissions.contains(GraphRequests.WRITE);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("application", List.copyOf(permissions));
    document.put("delegated", List.of(writes ? "Application.ReadWrite.All" : GraphRequests.READ));
    document.put(
        "user",
        writes
            ? "a user needs the role Application Developer, or a tenant whose users may register"
                + " applications"
            : "any member of the tenant");
    document.put(
        "none", "set aks.access=managed-identity to need no permission of Microsoft Graph");
    return document;
  }
}
