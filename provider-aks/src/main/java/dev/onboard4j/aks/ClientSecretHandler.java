package dev.onboard4j.aks;

import dev.onboard4j.aks.AppSecrets.Snapshot;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Manages the client secret of the application that onboarding delivers to the platform.
 *
 * <p>A new secret is minted, tried, delivered, verified and recorded in a tag of the application. A
 * secret is deleted only if the plan names its id: a delivered one that is no longer used, and each
 * that the settings name. All others are kept, since nobody can tell who holds them.
 */
final class ClientSecretHandler implements ResourceHandler {
  private static final String DELIVERED = "delivered";
  private static final String RECORDED = "recorded";
  private static final String OBSOLETE = "obsolete-secrets";

  private final Azure azure;
  private final AksNames names;
  private final AksClients clients;
  private final AzureMarks marks;
  private final Applications applications;
  private final AppSecrets secrets;
  private final CredentialDelivery delivery;
  private final String tenant;
  private final int days;
  private final Operation operation;
  private final boolean delivering;

  ClientSecretHandler(
      SessionContext context,
      Azure azure,
      AksNames names,
      AksClients clients,
      Applications applications,
      AppSecrets secrets,
      String tenant) {
    this.azure = azure;
    this.names = names;
    this.clients = clients;
    this.applications = applications;
    this.secrets = secrets;
    this.tenant = tenant;
    marks = AzureMarks.of(context);
    delivery = new CredentialDelivery(context, AppSecrets.CREDENTIAL);
    days = context.settings().text(AksSettings.SECRET_DAYS).map(Integer::parseInt).orElse(1);
    operation = context.operation();
    delivering =
        operation != Operation.REMOVE
            && AksSettings.access(context.settings()).equals(AksSettings.SECRET);
  }

  /** The state in which the platform holds a secret, if it authenticates with one. */
  State desired() {
    State.Builder state = State.builder().known(OBSOLETE, List.of());
    return delivering ? state.known(DELIVERED, true).known(RECORDED, true).build() : state.build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Snapshot now = secrets.read(requests);
    SortedSet<String> obsolete = delivering ? now.former() : now.deliveredOrNamed();
    boolean absent = operation == Operation.REMOVE || delivering;
    if (absent && obsolete.isEmpty() && (!delivering || now.current().isEmpty())) {
      return Observed.absent();
    }
    State.Builder state = State.builder().known(OBSOLETE, List.copyOf(obsolete));
    if (delivering && now.current().isPresent()) {
      state.known(DELIVERED, true);
    }
    if (delivering && now.recorded()) {
      state.known(RECORDED, true);
    }
    return Observed.of(state.build(), owner(requests));
  }

  private Owner owner(RequestContext requests) {
    return applications
        .application(requests)
        .map(app -> marks.owner(AzureMarks.pairs(app.texts("tags"))))
        .orElse(Owner.OURS);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return AzureRequest.permissions(GraphRequests.getApplication(""));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return AzureRequest.permissions(GraphRequests.addPassword(""));
  }

  /** The secrets that the plan names for deletion. */
  private static List<String> obsolete(StateChange change) {
    return change.before().json(OBSOLETE) instanceof Collection<?> ids
        ? ids.stream().map(String::valueOf).toList()
        : List.of();
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    return requests.exclusive(
        "application " + names.app(),
        () -> {
          if (delivering) {
            ensureDelivered(requests);
          }
          return propagation(requests)
              .await(
                  "the secrets of " + names.app() + " are as planned",
                  () -> cleared(resource, change, requests));
        });
  }

  /** Deletes what the plan names until it is gone: a replica may not know a new secret yet. */
  private Optional<Observed> cleared(
      Resource resource, StateChange change, RequestContext requests) {
    List<String> left = secrets.existing(obsolete(change), requests);
    left.forEach(id -> delete(id, requests));
    return Optional.of(read(resource, requests))
        .filter(
            seen ->
                left.isEmpty()
                    && (change.removes()
                        ? !seen.exists()
                        : seen.state().covers(change.target(), change.retired())));
  }

  private Propagation propagation(RequestContext requests) {
    boolean createdNow = requests.createdInThisRun(names.appResource());
    return new Propagation(requests, error -> createdNow && Propagation.missesApplication(error));
  }

  /** Ensures that the platform holds a secret whose id is recorded. */
  private void ensureDelivered(RequestContext requests) {
    Snapshot now = secrets.read(requests);
    String id = now.current().orElseGet(() -> delivery.replace(() -> minted(requests), requests));
    propagation(requests)
        .await("a tag of " + names.app() + " records the secret", () -> recorded(id, requests));
  }

  private Optional<Tree> recorded(String id, RequestContext requests) {
    Optional<Tree> app = applications.application(requests);
    app.filter(found -> !AppSecrets.recorded(found).equals(Optional.of(id)))
        .ifPresent(
            found ->
                applications.tag(found, Map.of(AppSecrets.SECRET_MARK, id), Map.of(), requests));
    return app;
  }

  private Minted minted(RequestContext requests) {
    Tree app =
        propagation(requests)
            .await(names.app() + " is visible", () -> applications.application(requests));
    Map<String, Object> secret = new TreeMap<>();
    secret.put("displayName", names.secret());
    secret.put(
        "endDateTime",
        secrets
            .clock()
            .instant()
            .plus(Duration.ofDays(days))
            .truncatedTo(ChronoUnit.SECONDS)
            .toString());
    AzureRequest request =
        GraphRequests.addPassword(app.text("id")).sending(Map.of("passwordCredential", secret));
    Tree created =
        propagation(requests)
            .await(
                "a secret of " + names.app() + " can be created",
                () -> Optional.of(azure.write(requests, request)));
    String id = created.text("keyId");
    try {
      tryOut(app.text("appId"), created.text("secretText"), requests);
    } catch (OnboardingException e) {
      // Nobody received it.
      delete(id, requests);
      throw e;
    }
    return new Minted(id, credential(app.text("appId"), created.text("secretText")));
  }

  /** Waits until Entra accepts the secret: the platform would be refused until then. */
  private void tryOut(String clientId, String secret, RequestContext requests) {
    AzureRequest token = GraphRequests.token(tenant, clientId, secret, clients.cloud().arm());
    new Propagation(requests, Propagation::missesSecret)
        .await(
            "Entra accepts the secret of " + names.app(),
            () -> Optional.of(azure.read(requests, token)));
  }

  /** What the platform needs to log in, in the form that it takes. */
  private Secret credential(String clientId, String secret) {
    Map<String, Object> credential = new TreeMap<>();
    credential.put("subscriptionId", names.cluster().subscription());
    credential.put("tenantId", tenant);
    credential.put("clientId", clientId);
    credential.put("clientSecret", secret);
    return Secret.of(new String(Tree.bytes(credential), StandardCharsets.UTF_8));
  }

  private void delete(String id, RequestContext requests) {
    applications
        .application(requests)
        .ifPresent(
            app ->
                azure.tried(
                    requests,
                    GraphRequests.removePassword(app.text("id")).sending(Map.of("keyId", id)),
                    error ->
                        AzureErrors.isAbsence(error)
                            || error.says("No password credential found")));
  }
}
