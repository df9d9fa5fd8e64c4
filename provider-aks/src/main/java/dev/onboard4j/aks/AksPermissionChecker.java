package dev.onboard4j.aks;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.PermissionChecker;
import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.SortedMap;

/**
 * Checks which of the required permissions the caller holds: with Azure for its actions, in the
 * caller's token for Microsoft Graph, which answers no such question.
 */
final class AksPermissionChecker implements PermissionChecker {
  private static final String KUBERNETES = "kubernetes:";
  private static final String READ_WRITE_ALL = "Application.ReadWrite.All";

  private final Azure azure;
  private final AksClients clients;
  private final ClusterRef cluster;

  AksPermissionChecker(Azure azure, AksClients clients, ClusterRef cluster) {
    this.azure = azure;
    this.clients = clients;
    this.cluster = cluster;
  }

  @Override
  public boolean knows(RequiredPermission permission) {
    return !permission.permission().startsWith(KUBERNETES);
  }

  @Override
  public SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
    return new CallerRoles(cluster).documents(permissions);
  }

  @Override
  public List<PermissionCheck> check(List<RequiredPermission> required, RequestContext requests) {
    HeldActions held = new HeldActions(azure);
    held.ask(required, requests);
    List<String> granted = required.stream().anyMatch(CallerRoles::isGraph) ? granted() : List.of();
    return required.stream()
        .map(one -> CallerRoles.isGraph(one) ? graph(one, granted) : held.answer(one))
        .toList();
  }

  /** The permissions in the token of an application; a user's depend on roles that it lacks. */
  private List<String> granted() {
    try {
      return clients.graphClaims().texts("roles");
    } catch (OnboardingException e) {
      return List.of();
    }
  }

  private static PermissionCheck graph(RequiredPermission permission, List<String> granted) {
    boolean held =
        granted.contains(permission.permission())
            || granted.contains(READ_WRITE_ALL)
            || (permission.permission().equals(GraphRequests.READ)
                && granted.contains(GraphRequests.WRITE));
    return held
        ? PermissionCheck.allowed(permission, "the roles in the caller's token")
        : PermissionCheck.unknown(permission, "Microsoft Graph tells only when it is asked");
  }
}
