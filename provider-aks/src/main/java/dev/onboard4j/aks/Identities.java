package dev.onboard4j.aks;

import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.Optional;

/** Reads the managed identity of the cluster and its federated credentials, once per phase. */
record Identities(Azure azure, AksNames names) {
  Optional<Tree> identity(RequestContext requests) {
    return requests.cached(
        "identity " + names.identity(),
        () -> azure.find(requests, new ArmRequests(names).getIdentity()));
  }

  /** The credentials; none if the identity is absent. */
  List<Tree> credentials(RequestContext requests) {
    return requests.cached(
        "federated credentials of identity " + names.identity(),
        () -> azure.list(requests, new ArmRequests(names).listIdentityCredentials()));
  }

  /** This cluster's credential. */
  Optional<Tree> credential(RequestContext requests) {
    return credentials(requests).stream()
        .filter(one -> AzureIds.same(one.text("name"), names.identityCredential()))
        .findFirst();
  }
}
