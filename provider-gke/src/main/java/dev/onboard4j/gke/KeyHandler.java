package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.DeleteServiceAccountKeyRequest;
import com.google.iam.admin.v1.ServiceAccountKey;
import dev.onboard4j.gke.AccountKeys.Snapshot;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Manages the keys of the account that onboarding delivers to the platform.
 *
 * <p>A new key is minted, delivered, verified and recorded in the description of the account. A key
 * is deleted only if the plan names its id: a delivered key once the platform authenticates in
 * another way or the onboarding is removed, and each key that the settings name. All other keys are
 * kept and reported, since nobody can tell who holds them.
 */
final class KeyHandler implements ResourceHandler {
  private static final String DELIVERED = "delivered";
  private static final String RECORDED = "recorded";
  private static final String OBSOLETE = "obsolete-keys";
  // IAM quota: user-managed keys of one account.
  private static final int MAX_KEYS = 10;

  private final GkeClients clients;
  private final GkeNames names;
  private final ServiceAccounts accounts;
  private final ServiceAccountHandler account;
  private final AccountKeys keys;
  private final GcpRequests api;
  private final CredentialDelivery delivery;
  private final Operation operation;
  private final boolean delivering;

  /**
   * Creates the handler.
   *
   * @param access the way in which the platform authenticates
   */
  KeyHandler(
      GkeClients clients,
      GkeNames names,
      ServiceAccounts accounts,
      ServiceAccountHandler account,
      AccountKeys keys,
      SessionContext context,
      String access) {
    this.account = account;
    this.clients = clients;
    this.names = names;
    this.accounts = accounts;
    this.keys = keys;
    api = new GcpRequests(names);
    delivery = new CredentialDelivery(context, AccountKeys.CREDENTIAL);
    operation = context.operation();
    delivering = operation != Operation.REMOVE && access.equals(GkeSettings.KEY);
  }

  /** The state in which the platform holds a key, if it authenticates with one. */
  static State desired(String access) {
    State.Builder state = State.builder().known(OBSOLETE, List.of());
    return access.equals(GkeSettings.KEY)
        ? state.known(DELIVERED, true).known(RECORDED, true).build()
        : state.build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Snapshot now = keys.read(requests);
    SortedSet<String> obsolete = delivering ? now.named() : now.deliveredOrNamed();
    boolean absent = operation == Operation.REMOVE || delivering;
    if (absent && obsolete.isEmpty() && (!delivering || now.current().isEmpty())) {
      checkQuota(now);
      return Observed.absent().withExtras(now.extras());
    }
    State.Builder state = State.builder().known(OBSOLETE, List.copyOf(obsolete));
    if (delivering && now.current().isPresent()) {
      state.known(DELIVERED, true);
    } else {
      checkQuota(now);
    }
    if (delivering && now.recorded()) {
      state.known(RECORDED, true);
    }
    // The removal of the account reports the keys that nobody knows.
    return Observed.of(state.build(), accounts.owner(requests))
        .withExtras(operation == Operation.REMOVE ? List.of() : now.extras());
  }

  /**
   * Refuses a plan that cannot mint a key.
   *
   * @throws OnboardingException of category CONFLICT that names the keys
   */
  private void checkQuota(Snapshot now) {
    boolean mints = delivering && operation == Operation.APPLY && now.current().isEmpty();
    if (mints && now.ids().size() - now.namedOnly().size() >= MAX_KEYS) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "service account "
                  + names.email()
                  + " has "
                  + now.ids().size()
                  + " keys, and Google allows no more: "
                  + now.ids())
          .remedy(
              "name the keys that nobody uses in "
                  + GkeSettings.DELETE_KEYS
                  + ", or set "
                  + GkeSettings.ACCESS
                  + "="
                  + GkeSettings.IMPERSONATION)
          .build();
    }
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return GcpRequests.permissions(api.listKeys(), api.getAccount());
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    List<RequiredPermission> all = new ArrayList<>();
    if (!obsolete(change).isEmpty()) {
      all.addAll(GcpRequests.permissions(api.deleteKey()));
    }
    if (change.changes(DELIVERED)) {
      all.addAll(GcpRequests.permissions(api.createKey()));
    }
    if (change.changes(RECORDED)) {
      all.addAll(GcpRequests.permissions(api.patchAccount()));
    }
    return all;
  }

  /** The keys that the plan names for deletion. */
  private static List<String> obsolete(StateChange change) {
    return change.before().json(OBSOLETE) instanceof Collection<?> ids
        ? ids.stream().map(String::valueOf).toList()
        : List.of();
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    List<String> obsolete = obsolete(change);
    if (delivering) {
      ensureDelivered(resource, obsolete, requests);
    }
    obsolete.forEach(id -> delete(id, requests));
    return propagation(resource, requests)
        .await(
            "the keys of " + names.email() + " are as planned",
            () ->
                Optional.of(read(resource, requests))
                    .filter(
                        seen ->
                            change.removes()
                                ? !seen.exists()
                                : seen.state().covers(change.target(), change.retired())));
  }

  /** Ensures that the platform holds a key whose id is recorded. */
  private void ensureDelivered(Resource resource, List<String> obsolete, RequestContext requests) {
    Snapshot now =
        propagation(resource, requests)
            .await(names.email() + " is visible", () -> visible(requests));
    if (now.current().isEmpty() && now.ids().size() >= MAX_KEYS) {
      now.namedOnly().stream().filter(obsolete::contains).forEach(id -> delete(id, requests));
    }
    String id =
        now.current().orElseGet(() -> delivery.replace(() -> minted(resource, requests), requests));
    propagation(resource, requests)
        .await(
            "the description of " + names.email() + " records the key",
            () -> account.recordDelivery(id, requests));
  }

  /** The keys; empty while Google does not know the new account everywhere. */
  private Optional<Snapshot> visible(RequestContext requests) {
    return accounts.account(requests).map(found -> keys.read(requests));
  }

  private Propagation propagation(Resource resource, RequestContext requests) {
    boolean createdNow = resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    return new Propagation(requests, e -> createdNow && Propagation.missesAccount(e));
  }

  private Minted minted(Resource resource, RequestContext requests) {
    CreateServiceAccountKeyRequest request =
        CreateServiceAccountKeyRequest.newBuilder().setName(names.accountName()).build();
    ServiceAccountKey key =
        propagation(resource, requests)
            .await(
                "a key of " + names.email() + " can be created",
                () -> Optional.of(create(request, requests)));
    return new Minted(AccountKeys.id(key), Secret.of(key.getPrivateKeyData().toStringUtf8()));
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
