package dev.onboard4j.aks;

import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the custom role of the cluster, once per phase.
 *
 * <p>A role that another tool created has another GUID than ours and is found by its name. Azure
 * leaves a role that was just updated out of filtered lists for a while, so that a GUID that was
 * seen once is used from then on. The role belongs to the tenant: it outlives the resource group of
 * the cluster, and is found from the subscription then.
 */
final class RoleDefinitions {
  private final Azure azure;
  private final AksNames names;
  private final ArmRequests api;
  private volatile @Nullable String seen;
  private volatile String scope;

  RoleDefinitions(Azure azure, AksNames names) {
    this.azure = azure;
    this.names = names;
    api = new ArmRequests(names);
    scope = names.cluster().groupScope();
  }

  /** The role; empty if there is none of the computed GUID and none of the name. */
  Optional<Tree> role(RequestContext requests) {
    return requests.cached("role definition " + names.role(), () -> read(requests));
  }

  private Optional<Tree> read(RequestContext requests) {
    Azure.Answer answer = azure.ask(requests, api.getRole(scope, guid()));
    if (answer.refusal().filter(error -> error.is("ResourceGroupNotFound")).isPresent()) {
      scope = api.subscription();
      answer = azure.ask(requests, api.getRole(scope, guid()));
    }
    Optional<Tree> known = answer.tree();
    if (known.isPresent() || seen != null) {
      return known;
    }
    List<Tree> named = azure.list(requests, api.findRole(scope, names.role()));
    Optional<Tree> found =
        named.stream()
            .filter(role -> AzureIds.same(role.text("properties", "roleName"), names.role()))
            .findFirst();
    found.ifPresent(role -> seen = role.text("name"));
    return found;
  }

  /**
   * Where the role is read and written: in the group of the cluster, or above once that is gone.
   */
  String scope() {
    return scope;
  }

  /** The GUID of the role that was found; else the one that a new role gets. */
  String guid() {
    String found = seen;
    return found == null ? names.roleGuid() : found;
  }

  /** The assignable scopes of the role; none if there is no role. */
  List<String> scopes(RequestContext requests) {
    return role(requests)
        .map(role -> role.texts("properties", "assignableScopes"))
        .orElse(List.of());
  }
}
