package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.DeleteServiceAccountKeyRequest;
import com.google.iam.admin.v1.ListServiceAccountKeysRequest;
import com.google.iam.admin.v1.ServiceAccountKey;
import dev.onboard4j.model.Need;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Call;
import dev.onboard4j.spi.Opening;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one key of the account that the platform holds: minted, delivered, verified; every other key
 * of the account goes, as nobody can hold one that was minted and not delivered.
 */
final class KeyHandler implements ResourceHandler {
  static final String DELIVERED = "delivered";
  static final String OTHERS = "other-keys";
  private static final String CREDENTIAL = "gke-service-account-key";
  private static final String LIST = "iam.serviceAccountKeys.list";
  private static final String CREATE = "iam.serviceAccountKeys.create";
  private static final String DELETE = "iam.serviceAccountKeys.delete";
  // IAM quota: user-managed keys of one account.
  private static final int LIMIT = 10;

  private final GkeClients clients;
  private final GkeNames names;
  private final Accounts accounts;
  private final Opening opening;

  KeyHandler(GkeClients clients, GkeNames names, Accounts accounts, Opening opening) {
    this.clients = clients;
    this.names = names;
    this.accounts = accounts;
    this.opening = opening;
  }

  @Override
  public Observed read(Resource resource, Call call) {
    List<String> keys = keys(call);
    boolean delivered = delivered().filter(keys::contains).isPresent();
    int others = keys.size() - (delivered ? 1 : 0);
    if (keys.isEmpty()) {
      return Observed.absent();
    }
    Owner owner =
        accounts
            .account(call)
            .map(account -> GkeMarks.of(opening).owner(account.getDescription()))
            .orElse(Owner.OURS);
    return Observed.of(
        State.builder().known(DELIVERED, delivered).known(OTHERS, others).build(), owner);
  }

  private Optional<String> delivered() {
    return opening.platform().delivered(opening.cluster(), CREDENTIAL);
  }

  /** The ids of the keys that people and programs hold; Google's own are none of them. */
  private List<String> keys(Call call) {
    ListServiceAccountKeysRequest request =
        ListServiceAccountKeysRequest.newBuilder()
            .setName(names.accountName())
            .addKeyTypes(ListServiceAccountKeysRequest.KeyType.USER_MANAGED)
            .build();
    return Gcp.find(
            call,
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
  public List<Need> needs(Resource resource, Observed before, State after) {
    List<Need> needs = new ArrayList<>();
    needs.add(new Need(LIST, names.accountName()));
    if (after.equals(before.state())) {
      return needs;
    }
    if (!after.isEmpty()) {
      needs.add(new Need(CREATE, names.accountName()));
    }
    if (before.exists()) {
      needs.add(new Need(DELETE, names.accountName()));
    }
    return needs;
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, Call call) {
    List<String> keys = keys(call);
    Optional<String> kept = after.isEmpty() ? Optional.empty() : delivered().filter(keys::contains);
    keys.stream().filter(id -> kept.filter(id::equals).isEmpty()).forEach(id -> delete(id, call));
    if (!after.isEmpty() && kept.isEmpty()) {
      mint(resource, call);
    }
    return call.until(
        "the keys of " + names.email() + " are as planned",
        () ->
            Optional.of(read(resource, call))
                .filter(
                    seen ->
                        after.isEmpty()
                            ? !seen.exists()
                            : seen.state().covers(after, State.empty())));
  }

  private void mint(Resource resource, Call call) {
    CreateServiceAccountKeyRequest request =
        CreateServiceAccountKeyRequest.newBuilder().setName(names.accountName()).build();
    boolean fresh = resource.after().stream().anyMatch(call::fresh);
    ServiceAccountKey key =
        call.until(
            "a key of " + names.email() + " can be made",
            () ->
                Gcp.write(
                    call,
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
      opening.platform().deliver(opening.cluster(), CREDENTIAL, id, secret);
    }
    if (delivered().filter(id::equals).isEmpty()) {
      throw OnboardingException.of(
              Category.CONFLICT, "the platform does not hold the key it was given")
          .remedy(
              "run again: the key that was not delivered is deleted then; at most "
                  + LIMIT
                  + " fit on one account")
          .build();
    }
  }

  private void delete(String id, Call call) {
    DeleteServiceAccountKeyRequest request =
        DeleteServiceAccountKeyRequest.newBuilder()
            .setName(names.accountName() + "/keys/" + id)
            .build();
    Gcp.tried(
        call,
        DELETE,
        names.accountName(),
        StatusCode.Code.NOT_FOUND,
        () -> clients.iam().getStub().deleteServiceAccountKeyCallable().call(request));
  }
}
