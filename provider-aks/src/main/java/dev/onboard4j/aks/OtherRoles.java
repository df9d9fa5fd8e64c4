package dev.onboard4j.aks;

import dev.onboard4j.model.Extra;
import dev.onboard4j.spi.RequestContext;
import java.util.List;

/**
 * Finds the roles that other tools assigned to the principal of this cluster, in its resource
 * groups, on objects in them and on what is above them.
 */
record OtherRoles(RoleDefinitions roles, RoleAssignments assignments, List<String> scopes) {

  /** What a plan tells: the platform can do more than declared. */
  List<Extra> extras(String principal, RequestContext requests) {
    return of(principal, requests).stream()
        .map(
            one ->
                Extra.broader(
                    "role that another tool assigned to it",
                    BuiltInRoles.named(RoleAssignments.role(one))
                        + " at "
                        + one.text("properties", "scope")))
        .toList();
  }

  /** What a removal of the principal would end as well. */
  List<String> obstacles(String principal, RequestContext requests) {
    return of(principal, requests).stream()
        .map(one -> "role assignment of another tool: " + one.text("id"))
        .toList();
  }

  private List<Tree> of(String principal, RequestContext requests) {
    // The role is read first: one that another tool created has another GUID.
    String ours = roles.role(requests).map(role -> role.text("name")).orElseGet(() -> roles.guid());
    return assignments.around(scopes, requests).stream()
        .filter(one -> RoleAssignments.isOfPrincipal(one, principal))
        .filter(one -> !RoleAssignments.isOfRole(one, ours) || !isInScopes(one))
        .toList();
  }

  private boolean isInScopes(Tree assignment) {
    return AzureIds.contains(scopes, assignment.text("properties", "scope"));
  }
}
