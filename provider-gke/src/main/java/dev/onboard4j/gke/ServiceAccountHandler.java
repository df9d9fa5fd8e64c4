package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.admin.v1.CreateServiceAccountRequest;
import com.google.iam.admin.v1.DeleteServiceAccountRequest;
import com.google.iam.admin.v1.EnableServiceAccountRequest;
import com.google.iam.admin.v1.PatchServiceAccountRequest;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.UndeleteServiceAccountRequest;
import com.google.iam.v1.Binding;
import com.google.protobuf.FieldMask;
import dev.onboard4j.gke.OwnBindings.Origin;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.support.MarkedDescription;
import dev.onboard4j.spi.support.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Manages the service account of a cluster; its description contains the marks. */
final class ServiceAccountHandler implements ResourceHandler {
  private static final String DISPLAY_NAME = "display-name";
  private static final String DISABLED = "disabled";
  private static final String MARK = "mark";
  private static final String DELETED_ACCOUNT = "deleted account to restore";

  private final GkeClients clients;
  private final GkeNames names;
  private final GcpRequests api;
  private final Marks marks;
  private final ServiceAccounts accounts;
  private final AccountKeys keys;
  private final OwnBindings bindings;
  private final Operation operation;

  /**
   * Creates the handler.
   *
   * @param keys the keys of the account
   * @param bindings this cluster's bindings on the account
   */
  ServiceAccountHandler(
      GkeClients clients,
      GkeNames names,
      Marks marks,
      ServiceAccounts accounts,
      AccountKeys keys,
      OwnBindings bindings,
      Operation operation) {
    this.keys = keys;
    this.bindings = bindings;
    this.operation = operation;
    this.clients = clients;
    this.names = names;
    this.marks = marks;
    this.accounts = accounts;
    api = new GcpRequests(names);
  }

  static State desired(String displayName, SortedMap<String, String> marks) {
    return State.builder()
        .known(DISPLAY_NAME, displayName)
        .known(DISABLED, false)
        .each(MARK, marks)
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Observed seen = seen(requests);
    if (!seen.exists() && !requests.createdInThisRun(resource.id())) {
      new FormerAccount(clients, names, marks, accounts.apis()).check(requests);
    }
    return seen;
  }

  private Observed seen(RequestContext requests) {
    Optional<ServiceAccount> found = accounts.account(requests);
    if (found.isEmpty()) {
      return restorable(requests)
          .map(id -> Observed.absent().withExtras(List.of(new Extra(DELETED_ACCOUNT, id))))
          .orElseGet(Observed::absent);
    }
    if (operation == Operation.APPLY) {
      AccountDescription.checkRoom(found.get(), marks);
    }
    return observed(found.get(), requests);
  }

  private Observed observed(ServiceAccount account, RequestContext requests) {
    MarkedDescription description = MarkedDescription.of(account.getDescription());
    return Observed.of(
            State.builder()
                .known(DISPLAY_NAME, account.getDisplayName())
                .known(DISABLED, account.getDisabled())
                .each(MARK, description.ownership(marks))
                .build(),
            accounts.owner(description, requests))
        .withOutputs(Map.of("service-account-email", account.getEmail()));
  }

  /** Records in the description that this key was delivered; empty if the account is absent. */
  Optional<ServiceAccount> recordDelivery(String key, RequestContext requests) {
    Optional<ServiceAccount> found = accounts.account(requests);
    found
        .filter(account -> !AccountDescription.deliveredKey(account).equals(Optional.of(key)))
        .ifPresent(
            account -> {
              SortedMap<String, String> mark =
                  new TreeMap<>(Map.of(AccountDescription.KEY_MARK, key));
              String description = MarkedDescription.of(account.getDescription()).with(mark).full();
              describe(account, account.getDisplayName(), description, requests);
            });
    return found;
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return observed.exists()
        ? accounts.permissions(observed, api.getAccount())
        : GcpRequests.permissions(api.getAccount(), api.listAccounts(), api.getProjectPolicy());
  }

  /** The keys and the bindings of others that would end with the account. */
  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    List<String> obstacles = new ArrayList<>(keys.read(requests).obstacles());
    for (Binding binding : accounts.accountPolicy(requests).getBindingsList()) {
      binding.getMembersList().stream()
          .map(holder -> MemberBinding.of(binding, holder))
          .filter(one -> !bindings.wants(one) && !one.member().startsWith("deleted:"))
          .filter(one -> bindings.origins().of(one, requests) == Origin.FOREIGN)
          .forEach(one -> obstacles.add("binding of another tool: " + one.text()));
    }
    return obstacles;
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    if (change.removes()) {
      return GcpRequests.permissions(api.deleteAccount());
    }
    if (change.creates()) {
      return observed.extras(DELETED_ACCOUNT).isEmpty()
          ? GcpRequests.permissions(api.createAccount())
          : GcpRequests.permissions(api.createAccount(), api.undeleteAccount(), api.patchAccount());
    }
    List<ApiRequest> all = new ArrayList<>();
    if (change.changes(DISABLED)) {
      all.add(api.enableAccount());
    }
    if (!change.changes(DISABLED)
        || change.target().fields().keySet().stream()
            .anyMatch(field -> !field.equals(DISABLED) && change.changes(field))) {
      all.add(api.patchAccount());
    }
    return GcpRequests.permissions(all.toArray(ApiRequest[]::new));
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      return remove(requests);
    }
    Optional<ServiceAccount> existing =
        change.creates() ? create(change, requests) : accounts.account(requests);
    existing.ifPresent(account -> repair(account, change, requests));
    return propagation(resource, requests)
        .await(
            names.email() + " is visible as written",
            () ->
                Optional.of(seen(requests))
                    .filter(seen -> seen.state().covers(change.target(), change.retired())));
  }

  private static Propagation propagation(Resource resource, RequestContext requests) {
    return new Propagation(
        requests, e -> requests.createdInThisRun(resource.id()) && Propagation.missesAccount(e));
  }

  /** Undeletes or creates the account; returns an account that still has to be repaired. */
  private Optional<ServiceAccount> create(StateChange change, RequestContext requests) {
    if (undelete(requests)) {
      return accounts.account(requests);
    }
    CreateServiceAccountRequest request = creation(change);
    boolean created =
        Gcp.tried(
            requests,
            api.createAccount(),
            StatusCode.Code.ALREADY_EXISTS,
            () -> clients.iam().createServiceAccount(request));
    return created ? Optional.empty() : existing(requests);
  }

  private CreateServiceAccountRequest creation(StateChange change) {
    return CreateServiceAccountRequest.newBuilder()
        .setName(names.projectName())
        .setAccountId(names.accountId())
        .setServiceAccount(
            ServiceAccount.newBuilder()
                .setDisplayName(change.text(DISPLAY_NAME))
                .setDescription(new MarkedDescription("", marks.own()).full()))
        .build();
  }

  /**
   * Waits for an account that exists according to Google.
   *
   * @throws OnboardingException of category CONFLICT if it belongs to another caller
   */
  private Optional<ServiceAccount> existing(RequestContext requests) {
    Observed existing =
        requests.await(
            "the existing account " + names.email() + " is visible",
            () -> accounts.account(requests).map(found -> observed(found, requests)));
    if (existing.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT, "another caller created service account " + names.email())
          .remedy("plan again")
          .build();
    }
    return accounts.account(requests);
  }

  /**
   * Undeletes the account; returns false if Google no longer knows it.
   *
   * <p>An undeleted account has its bindings again, a new one does not. Google reports the unique
   * id of a deleted account only in those bindings.
   */
  private boolean undelete(RequestContext requests) {
    Optional<String> uid = deletedId(requests);
    if (uid.isEmpty()) {
      return false;
    }
    UndeleteServiceAccountRequest request =
        UndeleteServiceAccountRequest.newBuilder()
            .setName(names.projectName() + "/serviceAccounts/" + uid.get())
            .build();
    return Gcp.refusal(
            requests,
            api.undeleteAccount(),
            Set.of(
                StatusCode.Code.NOT_FOUND,
                StatusCode.Code.ALREADY_EXISTS,
                StatusCode.Code.FAILED_PRECONDITION),
            () -> clients.iam().getStub().undeleteServiceAccountCallable().call(request))
        .isEmpty();
  }

  /** A removal restores nothing. */
  private Optional<String> restorable(RequestContext requests) {
    return operation == Operation.REMOVE ? Optional.empty() : deletedId(requests);
  }

  private Optional<String> deletedId(RequestContext requests) {
    String prefix = "deleted:" + names.member() + "?uid=";
    return accounts.projectPolicy(requests).getBindingsList().stream()
        .flatMap(binding -> binding.getMembersList().stream())
        .filter(member -> member.startsWith(prefix))
        .map(member -> member.substring(prefix.length()))
        .findFirst();
  }

  private void repair(ServiceAccount account, StateChange change, RequestContext requests) {
    String description = MarkedDescription.of(account.getDescription()).with(marks.own()).full();
    String displayName = change.text(DISPLAY_NAME);
    if (!description.equals(account.getDescription())
        || !displayName.equals(account.getDisplayName())) {
      describe(account, displayName, description, requests);
    }
    if (account.getDisabled()) {
      EnableServiceAccountRequest request =
          EnableServiceAccountRequest.newBuilder().setName(names.accountName()).build();
      Gcp.write(
          requests,
          api.enableAccount(),
          () -> clients.iam().getStub().enableServiceAccountCallable().call(request));
    }
  }

  private void describe(
      ServiceAccount account, String displayName, String description, RequestContext requests) {
    PatchServiceAccountRequest request =
        PatchServiceAccountRequest.newBuilder()
            .setServiceAccount(
                account.toBuilder().setDisplayName(displayName).setDescription(description))
            .setUpdateMask(FieldMask.newBuilder().addPaths("display_name").addPaths("description"))
            .build();
    Gcp.write(requests, api.patchAccount(), () -> clients.iam().patchServiceAccount(request));
  }

  private Observed remove(RequestContext requests) {
    DeleteServiceAccountRequest request =
        DeleteServiceAccountRequest.newBuilder().setName(names.accountName()).build();
    Gcp.tried(
        requests,
        api.deleteAccount(),
        StatusCode.Code.NOT_FOUND,
        () -> clients.iam().deleteServiceAccount(request));
    return requests.await(
        names.email() + " is deleted",
        () -> Optional.of(seen(requests)).filter(seen -> !seen.exists()));
  }
}
