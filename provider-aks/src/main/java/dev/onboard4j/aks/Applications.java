package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the app registration of the cluster and its service principal, once per phase.
 *
 * <p>Display names are not unique. The application is the one with this cluster's mark; without
 * such a one, the only one of exactly the name. Once it was seen, it is read by its id: listings of
 * the directory lag behind.
 */
final class Applications {
  private final Azure azure;
  private final AksNames names;
  private final AzureMarks marks;
  private volatile @Nullable String appId;
  private volatile @Nullable String principalId;

  Applications(Azure azure, AksNames names, AzureMarks marks) {
    this.azure = azure;
    this.names = names;
    this.marks = marks;
  }

  /** The application; empty if there is none. */
  Optional<Tree> application(RequestContext requests) {
    return requests.cached("application " + names.app(), () -> readApplication(requests));
  }

  private Optional<Tree> readApplication(RequestContext requests) {
    String known = appId;
    if (known != null) {
      return azure.find(requests, GraphRequests.getApplication(known));
    }
    Map<String, Tree> found = new TreeMap<>();
    for (String filter :
        List.of(
            "displayName eq " + GraphRequests.quoted(names.app()),
            "tags/any(t:t eq " + GraphRequests.quoted(marks.clusterTag()) + ")")) {
      azure
          .list(requests, GraphRequests.findApplications(filter))
          .forEach(app -> found.put(app.text("id"), app));
    }
    Optional<Tree> chosen = chosen(new ArrayList<>(found.values()));
    chosen.ifPresent(app -> remember(app.text("id")));
    return chosen;
  }

  private Optional<Tree> chosen(List<Tree> found) {
    List<Tree> marked = found.stream().filter(this::isMarked).toList();
    List<Tree> candidates = marked.isEmpty() ? found : marked;
    if (candidates.size() > 1) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "several app registrations could be '"
                  + names.app()
                  + "': "
                  + candidates.stream().map(app -> app.text("appId")).sorted().toList())
          .remedy("delete or rename all but one, or set " + AksSettings.APP_NAME)
          .build();
    }
    return candidates.stream().findFirst();
  }

  private boolean isMarked(Tree app) {
    return app.texts("tags").contains(marks.clusterTag());
  }

  /** From now on, the application is read by this id. */
  void remember(String id) {
    appId = id;
  }

  /** A deleted application with this cluster's mark, which can be restored for thirty days. */
  Optional<Tree> deleted(RequestContext requests) {
    return requests.cached(
        "deleted application " + names.app(),
        () ->
            azure.list(requests, GraphRequests.findDeletedApplications(names.app())).stream()
                .filter(this::isMarked)
                .findFirst());
  }

  /** The service principal of the application; empty if one of them is absent. */
  Optional<Tree> principal(RequestContext requests) {
    return requests.cached(
        "service principal of " + names.app(),
        () -> application(requests).flatMap(app -> readPrincipal(app, requests)));
  }

  private Optional<Tree> readPrincipal(Tree app, RequestContext requests) {
    String known = principalId;
    if (known != null) {
      return azure.find(requests, GraphRequests.getPrincipal(known));
    }
    Optional<Tree> found =
        azure.list(requests, GraphRequests.findPrincipals(app.text("appId"))).stream().findFirst();
    found.ifPresent(principal -> rememberPrincipal(principal.text("id")));
    return found;
  }

  void rememberPrincipal(String id) {
    principalId = id;
  }

  /** The federated credentials of the application; none if it is absent. */
  List<Tree> federatedCredentials(RequestContext requests) {
    return requests.cached(
        "federated credentials of " + names.app(),
        () ->
            application(requests)
                .map(app -> azure.list(requests, GraphRequests.listCredentials(app.text("id"))))
                .orElse(List.of()));
  }

  /** Adds tags to the application in place of those with the same keys. */
  void tag(Tree app, Map<String, String> pairs, Map<String, Object> more, RequestContext requests) {
    Map<String, Object> body = new TreeMap<>(more);
    body.put("tags", AzureMarks.tags(app.texts("tags"), pairs));
    azure.write(requests, GraphRequests.updateApplication(app.text("id")).sending(body));
  }
}
