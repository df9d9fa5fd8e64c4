package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.DeleteServiceAccountKeyRequest;
import com.google.iam.admin.v1.ListServiceAccountKeysRequest;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.ServiceAccountKey;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one key of the account that the platform holds: minted, delivered, verified, recorded in the
 * account's description; then every other key of the account goes, as nobody can hold one that was
 * minted and not delivered.
 */
final class KeyHandler implements ResourceHandler {
  private static final String TYPE = "type";
  private static final String DELIVERED = "delivered";
  private static final String RECORDED = "recorded";
  private static final String CREDENTIAL = "gke-service-account-key";
  private static final String LIST = "iam.serviceAccountKeys.list";
  private static final String CREATE = "iam.serviceAccountKeys.create";
  private static final String DELETE = "iam.serviceAccountKeys.delete";
  // IAM quota: user-managed keys of one account.
  private static final int LIMIT = 10;

  private final GkeClients clients;
  private final GkeNames names;
  private final ServiceAccounts accounts;
  private final ServiceAccountHandler account;
  private final SessionContext context;

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
    this.context = context;
  }

  static State desired() {
    return state(true, true);
  }

  /** What is not so is left out: a run that died half-way leaves fields that nobody wrote yet. */
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
    Optional<String> held = delivered().filter(keys::contains);
    Optional<ServiceAccount> of = accounts.account(requests);
    boolean recorded =
        held.isPresent() && held.equals(of.flatMap(ServiceAccountHandler::deliveredKey));
    Owner owner =
        of.map(one -> GkeMarks.of(context).owner(one.getDescription())).orElse(Owner.OURS);
    return Observed.of(state(held.isPresent() && keys.size() == 1, recorded), owner);
  }

  /** The platform's word counts; what the description records is for people. */
  private Optional<String> delivered() {
    return context.platform().delivered(context.cluster(), CREDENTIAL);
  }

  /** The ids of the keys that people and programs hold; Google's own are none of them. */
  private List<String> keys(RequestContext requests) {
    ListServiceAccountKeysRequest request =
        ListServiceAccountKeysRequest.newBuilder()
            .setName(names.accountName())
            .addKeyTypes(ListServiceAccountKeysRequest.KeyType.USER_MANAGED)
            .build();
    return Gcp.find(
            requests,
            LIST,
            names.accountName(),
            () ->
                clients
                    .iam()
                    .getStub()
                    .listServiceAccountKeysCallable()
                    .call(request)
                    .getKeysList()
                    .stream()
                    .map(key -> key.getName().replaceFirst(".*/keys/", ""))
                    .toList())
        .orElse(List.of());
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    List<RequiredPermission> needs = new ArrayList<>();
    needs.add(new RequiredPermission(LIST, names.accountName()));
    needs.add(new RequiredPermission(ServiceAccounts.GET, names.accountName()));
    if (after.equals(before.state())) {
      return needs;
    }
    if (!after.isEmpty()) {
      needs.add(new RequiredPermission(CREATE, names.accountName()));
      needs.add(new RequiredPermission(ServiceAccountHandler.UPDATE, names.accountName()));
    }
    if (before.exists()) {
      needs.add(new RequiredPermission(DELETE, names.accountName()));
    }
    return needs;
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    List<String> keys = new ArrayList<>(keys(requests));
    Optional<String> kept = after.isEmpty() ? Optional.empty() : delivered().filter(keys::contains);
    kept.ifPresent(keys::remove);
    if (kept.isPresent()) {
      account.record(kept.get(), requests);
    } else if (!after.isEmpty()) {
      if (keys.size() >= LIMIT) {
        delete(keys.remove(0), requests);
      }
      mint(resource, requests);
    }
    keys.forEach(id -> delete(id, requests));
    return requests.await(
        "the keys of " + names.email() + " are as planned",
        () ->
            Optional.of(read(resource, requests))
                .filter(
                    seen ->
                        after.isEmpty()
                            ? !seen.exists()
                            : seen.state().covers(after, State.empty())));
  }

  private void mint(Resource resource, RequestContext requests) {
    CreateServiceAccountKeyRequest request =
        CreateServiceAccountKeyRequest.newBuilder().setName(names.accountName()).build();
    boolean fresh = resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    ServiceAccountKey key =
        requests.await(
            "a key of " + names.email() + " can be made",
            () ->
                Gcp.write(
                    requests,
                    CREATE,
                    names.accountName(),
                    () -> {
                      try {
                        return Optional.of(
                            clients
                                .iam()
                                .getStub()
                                .createServiceAccountKeyCallable()
                                .call(request));
                      } catch (com.google.api.gax.rpc.ApiException e) {
                        if (fresh && GcpErrors.code(e) == StatusCode.Code.NOT_FOUND) {
                          return Optional.empty();
                        }
                        throw e;
                      }
                    }));
    String id = key.getName().replaceFirst(".*/keys/", "");
    try (Secret secret = Secret.of(key.getPrivateKeyData().toStringUtf8())) {
      context.platform().deliver(context.cluster(), CREDENTIAL, id, secret);
    }
    if (delivered().filter(id::equals).isEmpty()) {
      throw OnboardingException.of(
              Category.CONFLICT, "the platform does not hold the key it was given")
          .remedy("run again: the key that was not delivered is deleted then")
          .build();
    }
    account.record(id, requests);
  }

  private void delete(String id, RequestContext requests) {
    DeleteServiceAccountKeyRequest request =
        DeleteServiceAccountKeyRequest.newBuilder()
            .setName(names.accountName() + "/keys/" + id)
            .build();
    Gcp.tried(
        requests,
        DELETE,
        names.accountName(),
        StatusCode.Code.NOT_FOUND,
        () -> clients.iam().getStub().deleteServiceAccountKeyCallable().call(request));
  }
}
