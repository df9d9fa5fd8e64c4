package dev.onboard4j.aks;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Manages this cluster's federated credential on the managed identity; the identity's mark is its
 * mark. All other credentials are kept.
 */
final class IdentityCredentialHandler implements ResourceHandler {
  private final Azure azure;
  private final AksNames names;
  private final ArmRequests api;
  private final AzureMarks marks;
  private final Identities identities;
  private final Federation federation;

  IdentityCredentialHandler(
      Azure azure, AksNames names, AzureMarks marks, Identities identities, Federation federation) {
    this.azure = azure;
    this.names = names;
    this.marks = marks;
    this.identities = identities;
    this.federation = federation;
    api = new ArmRequests(names);
  }

  State desired() {
    return federation.desired().build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return identities
        .credential(requests)
        .map(
            found ->
                Observed.of(Federation.found(found.object("properties")).build(), owner(requests)))
        .orElseGet(Observed::absent);
  }

  private Owner owner(RequestContext requests) {
    return identities
        .identity(requests)
        .map(identity -> marks.owner(identity.map("tags")))
        .orElse(Owner.OURS);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return AzureRequest.permissions(api.listIdentityCredentials(), api.getIdentity());
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return AzureRequest.permissions(
        change.removes() ? api.deleteIdentityCredential() : api.putIdentityCredential());
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    return Federation.access(state, names.identity());
  }

  /** Azure refuses two writes at the same time under one identity. */
  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    return requests.exclusive(
        "identity " + names.identity(), () -> written(resource, change, requests));
  }

  private Observed written(Resource resource, StateChange change, RequestContext requests) {
    if (change.removes()) {
      azure.delete(requests, api.deleteIdentityCredential());
    } else {
      AzureRequest put =
          api.putIdentityCredential().sending(Map.of("properties", federation.body()));
      boolean createdNow = requests.createdInThisRun(names.identityResource());
      new Propagation(requests, error -> createdNow && AzureErrors.isAbsence(error))
          .await(
              "identity " + names.identity() + " takes a credential",
              () -> Optional.of(azure.write(requests, put)));
    }
    return requests.await(
        "the federated credential of " + names.identity() + " is as planned",
        () ->
            Optional.of(read(resource, requests))
                .filter(
                    seen ->
                        change.removes()
                            ? !seen.exists()
                            : seen.state().covers(change.target(), change.retired())));
  }
}
