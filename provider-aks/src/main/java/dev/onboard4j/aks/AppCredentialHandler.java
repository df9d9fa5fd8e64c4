package dev.onboard4j.aks;

import dev.onboard4j.model.Grant;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Manages this cluster's federated credential on the app registration; all others are kept.
 *
 * <p>When the platform authenticates with a secret, a credential of ours is taken away.
 */
final class AppCredentialHandler implements ResourceHandler {
  private static final String DESCRIPTION = "description";
  private static final String MARK = "mark";
  private static final String OBSOLETE = "obsolete-credentials";
  // Entra's documentation: federated credentials of one application.
  private static final int MAX_CREDENTIALS = 20;

  private final Azure azure;
  private final AksNames names;
  private final AzureMarks marks;
  private final Applications applications;
  private final Federation federation;
  private final String description;
  private final boolean trusting;
  private final Operation operation;

  /**
   * Creates the handler.
   *
   * @param trusting whether the platform authenticates by federation, or did
   */
  AppCredentialHandler(
      Azure azure,
      AksNames names,
      AzureMarks marks,
      Applications applications,
      Federation federation,
      String description,
      boolean trusting,
      Operation operation) {
    this.azure = azure;
    this.names = names;
    this.marks = marks;
    this.applications = applications;
    this.federation = federation;
    this.description = description;
    this.trusting = trusting;
    this.operation = operation;
  }

  State desired() {
    return trusting
        ? federation.desired().known(DESCRIPTION, description).each(MARK, marks.own()).build()
        : State.builder().known(OBSOLETE, List.of()).build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    List<Tree> all = applications.federatedCredentials(requests);
    Optional<Tree> found =
        all.stream().filter(one -> one.text("name").equals(names.appCredential())).findFirst();
    if (!trusting) {
      boolean ours = found.filter(one -> owner(one) == Owner.OURS).isPresent();
      return Observed.of(
          State.builder()
              .known(OBSOLETE, ours ? List.of(names.appCredential()) : List.of())
              .build(),
          Owner.OURS);
    }
    if (found.isEmpty() && operation == Operation.APPLY) {
      checkRoom(all);
    }
    return found.map(this::observed).orElseGet(Observed::absent);
  }

  private Owner owner(Tree credential) {
    return marks.owner(MarkedDescription.of(credential.text(DESCRIPTION)));
  }

  private Observed observed(Tree credential) {
    MarkedDescription marked = MarkedDescription.of(credential.text(DESCRIPTION));
    return Observed.of(
            Federation.found(credential)
                .known(DESCRIPTION, marked.text())
                .each(MARK, marks.found(marked))
                .build(),
            marks.owner(marked))
        .withOutputs(Map.of("federation-id", credential.text("id")));
  }

  /**
   * Refuses a plan that Entra would refuse.
   *
   * @throws OnboardingException of category CONFLICT
   */
  private void checkRoom(List<Tree> all) {
    Optional<Tree> same = all.stream().filter(federation::isSame).findFirst();
    String remedy =
        same.map(one -> "delete the federated credential '" + one.text("name") + "' of it")
            .orElse("delete one that nobody uses");
    if (same.isPresent() || all.size() >= MAX_CREDENTIALS) {
      throw OnboardingException.of(
              Category.CONFLICT,
              same.isPresent()
                  ? "another federated credential of " + names.app() + " trusts the same subject"
                  : names.app() + " has 20 federated credentials, and Entra allows no more")
          .remedy(remedy + ", and plan again")
          .build();
    }
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return AzureRequest.permissions(GraphRequests.listCredentials(""));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return AzureRequest.permissions(GraphRequests.createCredential(""));
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    return Federation.access(state, names.app());
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    boolean createdNow = requests.createdInThisRun(names.appResource());
    Propagation propagation =
        new Propagation(requests, error -> createdNow && Propagation.missesApplication(error));
    return requests.exclusive(
        "application " + names.app(),
        () -> {
          Tree app =
              propagation.await(names.app() + " is visible", () -> present(change, requests));
          if (app.members().isEmpty()) {
            return Observed.absent();
          }
          propagation.await(
              "the federated credential of " + names.app() + " can be written",
              () -> Optional.of(put(app.text("id"), change, requests)));
          return propagation.await(
              "the federated credential of " + names.app() + " is as planned",
              () -> Optional.of(read(resource, requests)).filter(seen -> isDone(seen, change)));
        });
  }

  /** The application; the empty object if a removal has nothing left to do. */
  private Optional<Tree> present(StateChange change, RequestContext requests) {
    Optional<Tree> app = applications.application(requests);
    return change.removes() ? Optional.of(app.orElse(Tree.EMPTY)) : app;
  }

  private static boolean isDone(Observed seen, StateChange change) {
    return change.removes()
        ? !seen.exists()
        : seen.state().covers(change.target(), change.retired());
  }

  private boolean put(String app, StateChange change, RequestContext requests) {
    Optional<String> id =
        applications.federatedCredentials(requests).stream()
            .filter(one -> one.text("name").equals(names.appCredential()))
            .map(one -> one.text("id"))
            .findFirst();
    if (change.removes() || !trusting) {
      id.ifPresent(one -> azure.delete(requests, GraphRequests.deleteCredential(app, one)));
      return true;
    }
    Map<String, Object> body = federation.body();
    body.put(DESCRIPTION, marks.described(description));
    if (id.isPresent()) {
      azure.write(requests, GraphRequests.updateCredential(app, id.get()).sending(body));
    } else {
      body.put("name", names.appCredential());
      azure.write(requests, GraphRequests.createCredential(app).sending(body));
    }
    return true;
  }
}
