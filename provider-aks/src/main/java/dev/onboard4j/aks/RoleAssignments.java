package dev.onboard4j.aks;

import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the role assignments of scopes, each scope once per phase. */
record RoleAssignments(Azure azure, AksNames names) {
  /** The assignments at exactly this scope; none if the scope does not exist. */
  List<Tree> at(String scope, RequestContext requests) {
    return around(scope, requests).stream()
        .filter(one -> AzureIds.same(one.text("properties", "scope"), scope))
        .toList();
  }

  /** The assignments at all these scopes, below and above, each once. */
  List<Tree> around(List<String> scopes, RequestContext requests) {
    Map<String, Tree> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String scope : scopes) {
      around(scope, requests).forEach(one -> all.put(one.text("id"), one));
    }
    return List.copyOf(all.values());
  }

  private List<Tree> around(String scope, RequestContext requests) {
    return requests.cached(
        "role assignments of " + scope,
        () -> azure.list(requests, new ArmRequests(names).listAssignments(scope)));
  }

  /** The GUID of the assigned role. */
  static String role(Tree assignment) {
    return AzureIds.name(assignment.text("properties", "roleDefinitionId"));
  }

  static boolean isOfRole(Tree assignment, String guid) {
    return AzureIds.same(role(assignment), guid);
  }

  static boolean isOfPrincipal(Tree assignment, String principal) {
    return AzureIds.same(assignment.text("properties", "principalId"), principal);
  }
}
