package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Resource.ManualSteps;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Declares the resources of one cluster. */
final class AksDeclaration {
  private final SessionContext context;
  private final AksClients clients;
  private final Azure azure;
  private final AksBlueprint blueprint;
  private final AksNames names;
  private final Template template;
  private final AksFacts facts;
  private final AzureMarks marks;
  private final RoleDefinitions roles;
  private final RoleAssignments assignments;
  private final Applications applications;
  private final AppSecrets secrets;
  private final Identities identities;
  private final String access;
  private final boolean removing;

  AksDeclaration(
      SessionContext context,
      AksClients clients,
      Azure azure,
      AksBlueprint blueprint,
      AksNames names,
      Template template,
      AksFacts facts,
      RoleDefinitions roles) {
    this.context = context;
    this.clients = clients;
    this.azure = azure;
    this.blueprint = blueprint;
    this.names = names;
    this.template = template;
    this.facts = facts;
    this.roles = roles;
    marks = AzureMarks.of(context);
    assignments = new RoleAssignments(azure, names);
    applications = new Applications(azure, names, marks);
    secrets = new AppSecrets(applications, context);
    identities = new Identities(azure, names);
    Settings settings = context.settings();
    access = AksSettings.access(settings);
    removing = context.operation() == Operation.REMOVE;
  }

  List<Resource> resources() {
    List<Resource> all = new ArrayList<>();
    all.add(role());
    boolean byIdentity = access.equals(AksSettings.MANAGED_IDENTITY);
    if (removing ? removesApplication() : !byIdentity) {
      all.add(application());
      all.add(principal());
      all.addAll(credentials());
    }
    if (removing || byIdentity) {
      all.add(identity());
      all.add(
          removing || hasPrincipal()
              ? identityCredential()
              : manualCredential(names.identityCredentialResource(), names.identity()));
    }
    facts.scopes().forEach(scope -> all.add(assignment(scope, byIdentity)));
    if (removing) {
      facts.cluster().ifPresent(this::notePlatformPools);
    }
    return all;
  }

  private boolean hasPrincipal() {
    return context.registration().principal().isPresent();
  }

  /**
   * Whether a removal looks for the application: settings may have been others when it was made.
   *
   * <p>A caller with a managed identity needs no permission of Microsoft Graph, and may have none.
   */
  private boolean removesApplication() {
    if (!access.equals(AksSettings.MANAGED_IDENTITY) || !facts.denied().isEmpty()) {
      return !access.equals(AksSettings.MANAGED_IDENTITY);
    }
    try {
      return applications.application(context.requests()).isPresent();
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      context.note(
          "the caller may not read app registrations: one that was made with another value of "
              + AksSettings.ACCESS
              + " stays");
      return false;
    }
  }

  private Resource role() {
    RoleDefinitionHandler handler =
        new RoleDefinitionHandler(
            azure,
            names,
            roles,
            assignments,
            marks,
            holderId(access.equals(AksSettings.MANAGED_IDENTITY)),
            facts.scopes(),
            blueprint.role().actions());
    return Resource.of(
        names.roleResource(),
        ResourceKind.ROLE,
        handler.desired(
            template.fill(blueprint.role().description()), blueprint.role().actionNames()),
        handler);
  }

  private Resource application() {
    ApplicationTrust trust =
        new ApplicationTrust(azure, clients, names, applications, roles, assignments);
    ApplicationHandler handler =
        new ApplicationHandler(
            azure, names, marks, applications, trust, secrets, facts.tenant(), context.operation());
    return Resource.of(names.appResource(), ResourceKind.IDENTITY, handler.desired(), handler)
        .ignoringChanges(ApplicationHandler.AUDIENCE);
  }

  private Resource principal() {
    ServicePrincipalHandler handler =
        new ServicePrincipalHandler(azure, names, marks, applications, otherRoles());
    return Resource.of(names.principalResource(), ResourceKind.IDENTITY, handler.desired(), handler)
        .dependingOn(names.appResource());
  }

  /** A former credential is deleted once the platform has another way in. */
  private List<Resource> credentials() {
    if (access.equals(AksSettings.SECRET)) {
      return List.of(secret(), appCredential().dependingOn(names.secretResource()));
    }
    if (!removing && !hasPrincipal()) {
      return List.of(manualCredential(names.appCredentialResource(), names.app()));
    }
    return removing
        ? List.of(appCredential(), secret())
        : List.of(appCredential(), secret().dependingOn(names.appCredentialResource()));
  }

  private Resource appCredential() {
    AppCredentialHandler handler =
        new AppCredentialHandler(
            azure,
            names,
            marks,
            applications,
            federation(),
            template.fill(blueprint.federation().description()),
            removing || !access.equals(AksSettings.SECRET),
            context.operation());
    return afterAccess(
        Resource.of(
            names.appCredentialResource(), ResourceKind.CREDENTIAL, handler.desired(), handler));
  }

  private Resource secret() {
    ClientSecretHandler handler =
        new ClientSecretHandler(
            context, azure, names, clients, applications, secrets, facts.tenant());
    return afterAccess(
        Resource.of(names.secretResource(), ResourceKind.CREDENTIAL, handler.desired(), handler));
  }

  /** The platform tries its access as soon as it has a credential. */
  private Resource afterAccess(Resource credential) {
    return credential
        .dependingOn(names.appResource())
        .dependingOn(
            facts.scopes().stream().map(names::assignmentResource).toArray(ResourceId[]::new));
  }

  private Federation federation() {
    return new Federation(
        blueprint.federation().issuer(),
        context.registration().principal().orElse(""),
        clients.cloud().federationAudience());
  }

  /** Nobody knows who the platform is: its former ways to the identity stay as they are. */
  private Resource manualCredential(ResourceId id, String identity) {
    return Resource.manual(
        id,
        ResourceKind.CREDENTIAL,
        ManualSteps.of(
            "the platform cannot use "
                + identity
                + " yet. Set platform.principal to the subject that the platform names, and apply"
                + " again; or add a federated credential for it yourself",
            "delete the credential of " + identity + " that you made for the platform"));
  }

  private Resource identity() {
    ManagedIdentityHandler handler =
        new ManagedIdentityHandler(azure, names, marks, identities, otherRoles(), facts.tenant());
    return Resource.of(
        names.identityResource(),
        ResourceKind.IDENTITY,
        handler.desired(facts.location()),
        handler);
  }

  private OtherRoles otherRoles() {
    return new OtherRoles(roles, assignments, facts.scopes());
  }

  private Resource identityCredential() {
    IdentityCredentialHandler handler =
        new IdentityCredentialHandler(azure, names, marks, identities, federation());
    return Resource.of(
            names.identityCredentialResource(), ResourceKind.CREDENTIAL, handler.desired(), handler)
        .dependingOn(names.identityResource())
        .dependingOn(
            facts.scopes().stream().map(names::assignmentResource).toArray(ResourceId[]::new));
  }

  private Resource assignment(String scope, boolean byIdentity) {
    ResourceId holder = byIdentity ? names.identityResource() : names.principalResource();
    RoleAssignmentHandler handler =
        new RoleAssignmentHandler(
            azure, names, marks, roles, assignments, holder, holderId(byIdentity), scope);
    return Resource.of(
            names.assignmentResource(scope), ResourceKind.BINDING, handler.desired(), handler)
        .dependingOn(names.roleResource())
        .dependingOnIfDeclared(names.principalResource(), names.identityResource());
  }

  private Function<RequestContext, Optional<String>> holderId(boolean byIdentity) {
    return requests ->
        byIdentity
            ? identities.identity(requests).map(found -> found.text("properties", "principalId"))
            : applications.principal(requests).map(found -> found.text("id"));
  }

  /** Onboarding did not create these node pools, so that a removal keeps them. */
  private void notePlatformPools(Tree cluster) {
    TreeSet<String> pools = new TreeSet<>();
    cluster.objects("properties", "agentPoolProfiles").forEach(one -> pools.add(one.text("name")));
    pools.retainAll(blueprint.platformNodePools());
    if (!pools.isEmpty()) {
      context.note(
          "the node pools "
              + pools
              + " of the platform stay: drain their nodes and delete them with az aks nodepool"
              + " delete, which deletes all nodes that the platform created; a node of them that is"
              + " not ready is no fault");
    }
  }
}
