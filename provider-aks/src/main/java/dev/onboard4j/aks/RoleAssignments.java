package dev.onboard4j.aks;

import dev.onboard4j.spi.RequestContext;
import java.util.List;

/** Reads the role assignments of scopes, each scope once per phase. */
record RoleAssignments(Azure azure, AksNames names) {
  /** The assignments at exactly this scope; none if the scope does not exist. */
  List<Tree> at(String scope, RequestContext requests) {
    return requests.cached(
        "role assignments of " + scope,
        () ->
            azure.list(requests, new ArmRequests(names).listAssignments(scope)).stream()
                .filter(one -> AzureIds.same(one.text("properties", "scope"), scope))
                .toList());
  }

  static boolean isOfRole(Tree assignment, String guid) {
    return AzureIds.same(AzureIds.name(assignment.text("properties", "roleDefinitionId")), guid);
  }

  static boolean isOfPrincipal(Tree assignment, String principal) {
    return AzureIds.same(assignment.text("properties", "principalId"), principal);
  }
}
