package dev.onboard4j.aks;

import dev.onboard4j.model.Extra;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether the mark of an application is believed.
 *
 * <p>Any user of a tenant may register an application with our name and mark, and keep a credential
 * of it. The mark counts once a role assignment confirms it, which takes an administrator; before
 * that, only while nobody else owns the application or holds a credential of it.
 */
record ApplicationTrust(
    Azure azure,
    AksClients clients,
    AksNames names,
    Applications applications,
    RoleDefinitions roles,
    RoleAssignments assignments) {
  private static final String OWNER = "owner";

  /** Whether a role assignment of this cluster names the application's service principal. */
  boolean isConfirmed(RequestContext requests) {
    Optional<String> principal = applications.principal(requests).map(one -> one.text("id"));
    if (principal.isEmpty() || roles.role(requests).isEmpty()) {
      return false;
    }
    return assignments.at(names.cluster().groupScope(), requests).stream()
        .filter(one -> RoleAssignments.isOfRole(one, roles.guid()))
        .anyMatch(one -> RoleAssignments.isOfPrincipal(one, principal.get()));
  }

  /** The credentials of the application that the plan does not manage. */
  List<Extra> credentials(Tree app, List<String> ownSecrets, RequestContext requests) {
    List<Extra> all = new ArrayList<>();
    for (Tree secret : app.objects("passwordCredentials")) {
      if (!ownSecrets.contains(secret.text("keyId"))) {
        all.add(Extra.broader("client secret that the plan keeps", described(secret)));
      }
    }
    for (Tree certificate : app.objects("keyCredentials")) {
      all.add(Extra.broader("certificate that the plan keeps", described(certificate)));
    }
    for (Tree federated : applications.federatedCredentials(requests)) {
      if (!federated.text("name").equals(names.appCredential())) {
        all.add(
            Extra.broader(
                "federated credential that the plan keeps",
                Federation.words(federated.text("name"), federated)));
      }
    }
    return all;
  }

  private static String described(Tree credential) {
    return credential.text("keyId")
        + credential.optional("displayName").map(name -> ", " + name).orElse("")
        + ", until "
        + credential.text("endDateTime");
  }

  /** The owners besides the caller, if the caller's tokens tell who that is. */
  List<Extra> otherOwners(Tree app, RequestContext requests) {
    Optional<String> caller = clients.callerId();
    return azure.list(requests, GraphRequests.listOwners(app.text("id"))).stream()
        .filter(owner -> caller.isEmpty() || !AzureIds.same(owner.text("id"), caller.get()))
        .map(
            owner ->
                new Extra(
                    OWNER,
                    owner.text("id")
                        + owner
                            .optional("userPrincipalName")
                            .or(() -> owner.optional("displayName"))
                            .map(name -> ", " + name)
                            .orElse("")))
        .toList();
  }

  /** Whether others could use the application. */
  boolean isOpenToOthers(List<Extra> credentials, List<Extra> owners) {
    boolean known = clients.callerId().isPresent();
    return !credentials.isEmpty() || (known && !owners.isEmpty());
  }
}
