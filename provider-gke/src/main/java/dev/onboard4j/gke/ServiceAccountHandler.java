package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.admin.v1.CreateServiceAccountRequest;
import com.google.iam.admin.v1.DeleteServiceAccountRequest;
import com.google.iam.admin.v1.EnableServiceAccountRequest;
import com.google.iam.admin.v1.PatchServiceAccountRequest;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.UndeleteServiceAccountRequest;
import com.google.protobuf.FieldMask;
import dev.onboard4j.gke.GkeMarks.Described;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The service account of a cluster. Its description is our mark. */
final class ServiceAccountHandler implements ResourceHandler {
  private static final String DISPLAY_NAME = "display-name";
  private static final String DISABLED = "disabled";
  private static final String MARK = "mark";
  private static final String KEY_MARK = "onboard4j:key";
  private static final String CREATE = "iam.serviceAccounts.create";
  private static final String UNDELETE = "iam.serviceAccounts.undelete";
  static final String UPDATE = "iam.serviceAccounts.update";
  private static final String ENABLE = "iam.serviceAccounts.enable";
  private static final String DELETE = "iam.serviceAccounts.delete";

  private final GkeClients clients;
  private final GkeNames names;
  private final GkeMarks marks;
  private final ServiceAccounts accounts;

  ServiceAccountHandler(
      GkeClients clients, GkeNames names, GkeMarks marks, ServiceAccounts accounts) {
    this.clients = clients;
    this.names = names;
    this.marks = marks;
    this.accounts = accounts;
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
    return accounts.account(requests).map(this::observed).orElseGet(Observed::absent);
  }

  private Observed observed(ServiceAccount account) {
    Map<String, String> found = new TreeMap<>(Described.of(account.getDescription()).marks());
    found.keySet().retainAll(marks.own().keySet());
    return Observed.of(
            State.builder()
                .known(DISPLAY_NAME, account.getDisplayName())
                .known(DISABLED, account.getDisabled())
                .each(MARK, found)
                .build(),
            marks.owner(account.getDescription()))
        .withOutputs(Map.of("service-account-email", account.getEmail()));
  }

  /** The id of the key that was delivered last, as the description tells it. */
  static Optional<String> deliveredKey(ServiceAccount account) {
    return Optional.ofNullable(Described.of(account.getDescription()).marks().get(KEY_MARK));
  }

  /** Writes down that this key was delivered, where it does not stand there. */
  void record(String key, RequestContext requests) {
    accounts
        .account(requests)
        .filter(account -> !deliveredKey(account).equals(Optional.of(key)))
        .ifPresent(
            account -> {
              Described now = Described.of(account.getDescription());
              SortedMap<String, String> marked = new TreeMap<>(now.marks());
              marked.put(KEY_MARK, key);
              String description = new Described(now.words(), marked).text();
              describe(account, account.getDisplayName(), description, requests);
            });
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    List<RequiredPermission> needs = new ArrayList<>();
    if (after.equals(before.state())) {
      needs.add(new RequiredPermission(ServiceAccounts.GET, names.accountName()));
    } else if (after.isEmpty()) {
      needs.add(new RequiredPermission(DELETE, names.accountName()));
    } else if (!before.exists()) {
      needs.add(new RequiredPermission(CREATE, names.projectName()));
      needs.add(new RequiredPermission(UNDELETE, names.projectName()));
      needs.add(new RequiredPermission(UPDATE, names.accountName()));
      needs.add(new RequiredPermission(ServiceAccounts.GET_POLICY, names.projectName()));
    } else {
      needs.add(new RequiredPermission(UPDATE, names.accountName()));
      if (Boolean.TRUE.equals(before.state().json(DISABLED))) {
        needs.add(new RequiredPermission(ENABLE, names.accountName()));
      }
    }
    return needs;
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    if (after.isEmpty()) {
      return remove(resource, requests);
    }
    Optional<ServiceAccount> there =
        before.exists() ? accounts.account(requests) : made(after, requests);
    there.ifPresent(account -> repair(account, after, requests));
    return requests.await(
        names.email() + " is visible as written",
        () ->
            seen(resource, requests)
                .filter(seen -> seen.state().covers(after, resource.retired())));
  }

  /** Google refuses to show an account for a while after it was made, with 404 or with 403. */
  private Optional<Observed> seen(Resource resource, RequestContext requests) {
    try {
      return Optional.of(read(resource, requests));
    } catch (OnboardingException e) {
      if (e.category() == Category.PERMISSION && requests.createdInThisRun(resource.id())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Undeletes or creates it; what is there then has still to be repaired, if anything. */
  private Optional<ServiceAccount> made(State after, RequestContext requests) {
    if (undeleted(requests)) {
      return accounts.account(requests);
    }
    CreateServiceAccountRequest request =
        CreateServiceAccountRequest.newBuilder()
            .setName(names.projectName())
            .setAccountId(names.accountId())
            .setServiceAccount(
                ServiceAccount.newBuilder()
                    .setDisplayName(String.valueOf(after.json(DISPLAY_NAME)))
                    .setDescription(new Described("", marks.own()).text()))
            .build();
    boolean created =
        Gcp.tried(
            requests,
            CREATE,
            names.projectName(),
            StatusCode.Code.ALREADY_EXISTS,
            () -> clients.iam().createServiceAccount(request));
    if (created) {
      return Optional.empty();
    }
    Observed there =
        requests.await(
            names.email() + ", which Google says exists, is visible",
            () -> accounts.account(requests).map(this::observed));
    if (there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT, "a service account " + names.email() + " appeared")
          .remedy("plan again")
          .build();
    }
    return accounts.account(requests);
  }

  /**
   * A deleted account keeps its bindings when it is undeleted, and loses them when it is made anew.
   * Google tells its unique id only in those bindings.
   */
  private boolean undeleted(RequestContext requests) {
    String prefix = "deleted:" + names.member() + "?uid=";
    Optional<String> uid =
        accounts.projectPolicy(requests).getBindingsList().stream()
            .flatMap(binding -> binding.getMembersList().stream())
            .filter(member -> member.startsWith(prefix))
            .map(member -> member.substring(prefix.length()))
            .findFirst();
    if (uid.isEmpty()) {
      return false;
    }
    UndeleteServiceAccountRequest request =
        UndeleteServiceAccountRequest.newBuilder()
            .setName(names.projectName() + "/serviceAccounts/" + uid.get())
            .build();
    return Gcp.refusal(
            requests,
            UNDELETE,
            names.projectName(),
            Set.of(
                StatusCode.Code.NOT_FOUND,
                StatusCode.Code.ALREADY_EXISTS,
                StatusCode.Code.FAILED_PRECONDITION),
            () -> clients.iam().getStub().undeleteServiceAccountCallable().call(request))
        .isEmpty();
  }

  private void repair(ServiceAccount account, State after, RequestContext requests) {
    Described now = Described.of(account.getDescription());
    SortedMap<String, String> wanted = new TreeMap<>(now.marks());
    wanted.putAll(marks.own());
    String description = new Described(now.words(), wanted).text();
    String displayName = String.valueOf(after.json(DISPLAY_NAME));
    if (!description.equals(account.getDescription())
        || !displayName.equals(account.getDisplayName())) {
      describe(account, displayName, description, requests);
    }
    if (account.getDisabled()) {
      EnableServiceAccountRequest request =
          EnableServiceAccountRequest.newBuilder().setName(names.accountName()).build();
      Gcp.write(
          requests,
          ENABLE,
          names.accountName(),
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
    Gcp.write(
        requests, UPDATE, names.accountName(), () -> clients.iam().patchServiceAccount(request));
  }

  private Observed remove(Resource resource, RequestContext requests) {
    DeleteServiceAccountRequest request =
        DeleteServiceAccountRequest.newBuilder().setName(names.accountName()).build();
    Gcp.tried(
        requests,
        DELETE,
        names.accountName(),
        StatusCode.Code.NOT_FOUND,
        () -> clients.iam().deleteServiceAccount(request));
    return requests.await(
        names.email() + " is gone",
        () -> Optional.of(read(resource, requests)).filter(seen -> !seen.exists()));
  }
}
