package dev.onboard4j.gke;

import com.google.iam.admin.v1.ListServiceAccountsRequest;
import com.google.iam.admin.v1.ListServiceAccountsResponse;
import com.google.iam.admin.v1.ServiceAccount;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.support.MarkedDescription;
import dev.onboard4j.spi.support.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Refuses another {@code gke.account-id} while the account of a former one belongs to the cluster:
 * its bindings and keys would stay.
 */
record FormerAccount(GkeClients clients, GkeNames names, Marks marks, ProjectApis apis) {
  /**
   * Looks for an account with the mark of this cluster; the configured one does not exist.
   *
   * @throws OnboardingException of category CONFLICT if there is one
   */
  void check(RequestContext requests) {
    accounts(requests).stream()
        .filter(account -> !account.getEmail().equals(names.email()))
        .filter(account -> owner(account) == Owner.OURS)
        .findFirst()
        .ifPresent(
            account -> {
              throw refused(account.getEmail());
            });
  }

  private Owner owner(ServiceAccount account) {
    return MarkedDescription.of(account.getDescription()).owner(marks);
  }

  private OnboardingException refused(String email) {
    String id = email.substring(0, email.indexOf('@'));
    return OnboardingException.of(
            Category.CONFLICT,
            "the service account of this cluster is "
                + email
                + "; the settings name "
                + names.email()
                + ", and the access of the former account would stay")
        .resource(names.accountResource())
        .remedy(
            "set gke.account-id="
                + id
                + ", or remove the onboarding with that setting before you change it")
        .build();
  }

  private List<ServiceAccount> accounts(RequestContext requests) {
    return requests.cached("service accounts of " + names.project(), () -> all(requests));
  }

  private List<ServiceAccount> all(RequestContext requests) {
    List<ServiceAccount> all = new ArrayList<>();
    String next = "";
    do {
      Optional<ListServiceAccountsResponse> page = page(next, requests);
      page.ifPresent(found -> all.addAll(found.getAccountsList()));
      next = page.map(ListServiceAccountsResponse::getNextPageToken).orElse("");
    } while (!next.isEmpty());
    return List.copyOf(all);
  }

  /** Empty while the API is disabled and this plan enables it. */
  private Optional<ListServiceAccountsResponse> page(String token, RequestContext requests) {
    ListServiceAccountsRequest request =
        ListServiceAccountsRequest.newBuilder()
            .setName(names.projectName())
            .setPageSize(100)
            .setPageToken(token)
            .build();
    return apis.find(
        requests,
        new GcpRequests(names).listAccounts(),
        () -> clients.iam().getStub().listServiceAccountsCallable().call(request));
  }
}
