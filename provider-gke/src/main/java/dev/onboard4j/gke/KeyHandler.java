package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.DeleteServiceAccountKeyRequest;
import com.google.iam.admin.v1.ListServiceAccountKeysRequest;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.ServiceAccountKey;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.CredentialDelivery;
import dev.onboard4j.spi.support.CredentialDelivery.Minted;
import dev.onboard4j.spi.support.MarkedDescription;
import dev.onboard4j.spi.support.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Manages the one key of the account that the platform holds.
 *
 * <p>A new key is minted, delivered, verified and recorded in the description of the account. Then
 * all other keys of the account are deleted: a key that was minted but not delivered has no holder.
 */
final class KeyHandler implements ResourceHandler {
  private static final String TYPE = "type";
  private static final String DELIVERED = "delivered";
  private static final String RECORDED = "recorded";
  private static final String CREDENTIAL = "gke-service-account-key";
  // IAM quota: user-managed keys of one account.
  private static final int MAX_KEYS = 10;

  private final GkeClients clients;
  private final GkeNames names;
  private final ServiceAccounts accounts;
  private final ServiceAccountHandler account;
  private final GcpRequests api;
  private final Marks marks;
  private final CredentialDelivery delivery;

  KeyHandler(
      GkeClients clients,
      GkeNames names,
      ServiceAccounts accounts,
      ServiceAccountHandler account,
      SessionContext context) {
    this.account = account;
    this.clients = clients;
    this.names = names;
    this.accounts = accounts;
    api = new GcpRequests(names);
    marks = Marks.of(context);
    delivery = new CredentialDelivery(context, CREDENTIAL);
  }

  static State desired() {
    return state(true, true);
  }

  /** Leaves out what is false: a run that stopped early has not written these fields yet. */
  private static State state(boolean delivered, boolean recorded) {
    State.Builder state = State.builder().known(TYPE, "user-managed");
    if (delivered) {
      state.known(DELIVERED, true);
    }
    if (recorded) {
      state.known(RECORDED, true);
    }
    return state.build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    List<String> keys = keys(requests);
    if (keys.isEmpty()) {
      return Observed.absent();
    }
    // The platform's answer counts; the description is for people.
    Optional<String> held = delivery.held(requests).filter(keys::contains);
    Optional<ServiceAccount> found = accounts.account(requests);
    boolean recorded =
        held.isPresent() && held.equals(found.flatMap(ServiceAccountHandler::deliveredKey));
    Owner owner =
        found
            .map(service -> MarkedDescription.of(service.getDescription()).owner(marks))
            .orElse(Owner.OURS);
    return Observed.of(state(held.isPresent() && keys.size() == 1, recorded), owner);
  }

  /** The ids of the user-managed keys; Google's own keys are left out. */
  private List<String> keys(RequestContext requests) {
    ListServiceAccountKeysRequest request =
        ListServiceAccountKeysRequest.newBuilder()
            .setName(names.accountName())
            .addKeyTypes(ListServiceAccountKeysRequest.KeyType.USER_MANAGED)
            .build();
    return accounts
        .apis()
        .find(
            requests,
            api.listKeys(),
            () -> clients.iam().getStub().listServiceAccountKeysCallable().call(request))
        .map(reply -> reply.getKeysList().stream().map(KeyHandler::id).toList())
        .orElse(List.of());
  }

  private static String id(ServiceAccountKey key) {
    return key.getName().replaceFirst(".*/keys/", "");
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return GcpRequests.permissions(api.listKeys(), api.getAccount());
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    if (change.removes()) {
      return GcpRequests.permissions(api.deleteKey());
    }
    return change.creates()
        ? GcpRequests.permissions(api.createKey(), api.patchAccount())
        : GcpRequests.permissions(api.createKey(), api.patchAccount(), api.deleteKey());
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    List<String> keys = new ArrayList<>(keys(requests));
    if (!change.removes()) {
      ensureDelivered(resource, keys, requests);
    }
    keys.forEach(id -> delete(id, requests));
    return requests.await(
        "the keys of " + names.email() + " are as planned",
        () ->
            Optional.of(read(resource, requests))
                .filter(
                    seen ->
                        change.removes()
                            ? !seen.exists()
                            : seen.state().covers(change.target(), change.retired())));
  }

  /** Ensures that the platform holds a key, and removes that key from the keys to delete. */
  private void ensureDelivered(Resource resource, List<String> keys, RequestContext requests) {
    Optional<String> held = delivery.held(requests).filter(keys::contains);
    if (held.isPresent()) {
      keys.remove(held.get());
    } else if (keys.size() >= MAX_KEYS) {
      delete(keys.remove(0), requests);
    }
    String id = held.orElseGet(() -> delivery.replace(() -> minted(resource, requests), requests));
    account.recordDelivery(id, requests);
  }

  private Minted minted(Resource resource, RequestContext requests) {
    boolean createdNow = resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    CreateServiceAccountKeyRequest request =
        CreateServiceAccountKeyRequest.newBuilder().setName(names.accountName()).build();
    ServiceAccountKey key =
        new Propagation(requests, e -> createdNow && Propagation.missesAccount(e))
            .await(
                "a key of " + names.email() + " can be created",
                () -> Optional.of(create(request, requests)));
    return new Minted(id(key), Secret.of(key.getPrivateKeyData().toStringUtf8()));
  }

  private ServiceAccountKey create(
      CreateServiceAccountKeyRequest request, RequestContext requests) {
    return Gcp.write(
        requests,
        api.createKey(),
        () -> clients.iam().getStub().createServiceAccountKeyCallable().call(request));
  }

  private void delete(String id, RequestContext requests) {
    DeleteServiceAccountKeyRequest request =
        DeleteServiceAccountKeyRequest.newBuilder()
            .setName(names.accountName() + "/keys/" + id)
            .build();
    Gcp.tried(
        requests,
        api.deleteKey(),
        StatusCode.Code.NOT_FOUND,
        () -> clients.iam().getStub().deleteServiceAccountKeyCallable().call(request));
  }
}
