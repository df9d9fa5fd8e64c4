package dev.onboard4j.gke;

import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Resource.ManualSteps;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Marks;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Declares the resources of one cluster. */
final class GkeDeclaration {
  private final SessionContext context;
  private final Settings settings;
  private final GkeBlueprint blueprint;
  private final GkeNames names;
  private final Template template;
  private final GkeFacts facts;
  private final Marks marks;
  private final GkeClients clients;
  private final ServiceAccounts accounts;
  private final AccountKeys keys;
  private final GkeBindings bindings;
  private final String access;
  private final boolean removing;

  GkeDeclaration(
      SessionContext context,
      GkeClients clients,
      GkeBlueprint blueprint,
      GkeNames names,
      Template template,
      GkeFacts facts,
      ProjectApis apis) {
    this.context = context;
    this.clients = clients;
    this.blueprint = blueprint;
    this.names = names;
    this.template = template.with(Map.of("workloadPool", facts.workloadPool()));
    this.facts = facts;
    settings = context.settings();
    marks = Marks.of(context);
    accounts = new ServiceAccounts(clients, names, marks, apis, context.cluster());
    keys = new AccountKeys(clients, names, accounts, context);
    bindings = new GkeBindings(context, clients, blueprint, names, this.template, facts, accounts);
    access = settings.text(GkeSettings.ACCESS).orElse(GkeSettings.IMPERSONATION);
    removing = context.operation() == Operation.REMOVE;
  }

  List<Resource> resources() {
    List<Resource> all = new ArrayList<>();
    if (removing) {
      // Other tools may use the APIs by now, and an enabled API costs nothing.
      context.note("the APIs of project " + names.project() + " stay enabled");
    } else {
      all.add(services());
    }
    roleIds().forEach(id -> all.add(dependingOnServices(role(id))));
    if (declaresAccount()) {
      all.add(dependingOnServices(account()));
    }
    all.add(projectPolicy());
    if (removing || !access.equals(GkeSettings.IMPERSONATION) || hasPrincipal()) {
      all.add(impersonation());
      all.add(key());
    } else {
      all.add(manualCredential());
    }
    return all;
  }

  private boolean hasPrincipal() {
    return context.registration().principal().isPresent();
  }

  /** Nobody knows who the platform is: its former ways to the account stay as they are. */
  private Resource manualCredential() {
    String account = names.email();
    return Resource.manual(
        names.keyId(),
        ResourceKind.CREDENTIAL,
        ManualSteps.of(
            "the platform cannot use "
                + account
                + " yet. Set platform.principal to the e-mail of the platform's service account,"
                + " or gke.access=key for a key, and apply again; or create a key of the account"
                + " and hand it to the platform yourself",
            "delete the key of " + account + " that you handed to the platform"));
  }

  /** The custom role; a removal takes away those of other settings as well. */
  private SortedSet<String> roleIds() {
    SortedSet<String> ids = new TreeSet<>(facts.formerRoles());
    ids.add(names.roleId());
    return ids;
  }

  /** A removal deletes the account whatever the settings are by now. */
  private boolean declaresAccount() {
    return removing || !access.equals(GkeSettings.WORKLOAD_IDENTITY);
  }

  private Resource dependingOnServices(Resource resource) {
    return removing ? resource : resource.dependingOn(names.servicesId());
  }

  private Resource services() {
    return Resource.of(
        names.servicesId(),
        ResourceKind.API,
        ServicesHandler.desired(blueprint.serviceNames()),
        new ServicesHandler(clients, names, accounts.apis()));
  }

  private List<String> permissions() {
    List<JustifiedPermission> all = new ArrayList<>(blueprint.role().permissions());
    settings
        .list(GkeSettings.FEATURES)
        .forEach(
            feature -> all.addAll(blueprint.role().optional().getOrDefault(feature, List.of())));
    return all.stream().map(JustifiedPermission::permission).distinct().sorted().toList();
  }

  private Resource role(String id) {
    boolean shared = settings.text(GkeSettings.ROLE).orElse("project").equals("project");
    SortedMap<String, String> mark = shared ? marks.shared() : marks.own();
    List<String> permissions = permissions();
    return Resource.of(
            names.withRole(id).roleResource(),
            ResourceKind.ROLE,
            CustomRoleHandler.desired(blueprint.role(), permissions, mark),
            new CustomRoleHandler(
                clients,
                names.withRole(id),
                marks,
                mark,
                accounts,
                bindings.member(),
                bindings.members(),
                blueprint.role(),
                permissions))
        .ignoringChanges(CustomRoleHandler.STAGE);
  }

  private Resource account() {
    return Resource.of(
        names.accountResource(),
        ResourceKind.IDENTITY,
        ServiceAccountHandler.desired(template.fill(blueprint.displayName()), marks.own()),
        accountHandler());
  }

  private ServiceAccountHandler accountHandler() {
    return new ServiceAccountHandler(
        clients, names, marks, accounts, keys, bindings.ofAccount(), context.operation());
  }

  private Resource projectPolicy() {
    List<ResourceId> dependencies = new ArrayList<>();
    roleIds().forEach(id -> dependencies.add(names.withRole(id).roleResource()));
    if (declaresAccount()) {
      dependencies.add(names.accountResource());
    }
    return policy(
            names.projectPolicyId(),
            PolicyAccess.ofProject(clients, names, accounts),
            bindings.ofProject())
        .dependingOn(dependencies.toArray(ResourceId[]::new));
  }

  private Resource policy(ResourceId id, PolicyAccess policy, OwnBindings own) {
    return Resource.of(
        id,
        ResourceKind.BINDING,
        IamPolicyHandler.desired(own),
        new IamPolicyHandler(policy, names, accounts, own, context.operation()));
  }

  /** Who may act as the account; without impersonation, the platform may not. */
  private Resource impersonation() {
    Resource policy =
        policy(
            names.accountPolicyId(),
            PolicyAccess.ofAccount(clients, names, accounts),
            bindings.ofAccount());
    return declaresAccount()
        ? policy.dependingOn(names.accountResource())
        : policy.dependingOn(names.projectPolicyId());
  }

  /** A former key is deleted once the platform has another way in. */
  private Resource key() {
    Resource key =
        Resource.of(
                names.keyId(),
                ResourceKind.CREDENTIAL,
                KeyHandler.desired(access),
                new KeyHandler(clients, names, accounts, accountHandler(), keys, context, access))
            .dependingOn(names.projectPolicyId(), names.accountPolicyId());
    return declaresAccount() ? key.dependingOn(names.accountResource()) : key;
  }
}
