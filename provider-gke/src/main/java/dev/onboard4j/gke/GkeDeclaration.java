package dev.onboard4j.gke;

import dev.onboard4j.gke.GkeBlueprint.Condition;
import dev.onboard4j.gke.GkeBlueprint.ConditionalRole;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Marks;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Declares the resources of one cluster. */
final class GkeDeclaration {
  private static final String ACT_AS = "roles/iam.serviceAccountUser";

  private final SessionContext context;
  private final Settings settings;
  private final GkeBlueprint blueprint;
  private final GkeNames names;
  private final Template template;
  private final Marks marks;
  private final GkeClients clients;
  private final ServiceAccounts accounts;
  private final String access;

  GkeDeclaration(
      SessionContext context,
      GkeClients clients,
      GkeBlueprint blueprint,
      GkeNames names,
      Template template,
      ProjectApis apis) {
    this.context = context;
    this.clients = clients;
    this.blueprint = blueprint;
    this.names = names;
    this.template = template;
    settings = context.settings();
    marks = Marks.of(context);
    accounts = new ServiceAccounts(clients, names, apis);
    access = settings.text(GkeSettings.ACCESS).orElse(GkeSettings.IMPERSONATION);
  }

  List<Resource> resources() {
    List<Resource> all = new ArrayList<>();
    boolean removing = context.operation() == Operation.REMOVE;
    if (removing) {
      // Other tools may use the APIs by now, and an enabled API costs nothing.
      context.note("the APIs of project " + names.project() + " stay enabled");
    } else {
      all.add(services());
    }
    all.add(dependingOnServices(removing, role()));
    boolean account = !access.equals(GkeSettings.WORKLOAD_IDENTITY);
    if (account) {
      all.add(dependingOnServices(removing, account()));
    }
    all.add(projectPolicy(account));
    if (access.equals(GkeSettings.IMPERSONATION)) {
      all.add(impersonation());
    }
    if (access.equals(GkeSettings.KEY)) {
      all.add(key());
    }
    return all;
  }

  private Resource dependingOnServices(boolean removing, Resource resource) {
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

  private Resource role() {
    boolean shared = settings.text(GkeSettings.ROLE).orElse("project").equals("project");
    SortedMap<String, String> mark = shared ? marks.shared() : marks.own();
    return Resource.of(
            names.roleResource(),
            ResourceKind.ROLE,
            CustomRoleHandler.desired(blueprint.role(), permissions(), mark),
            new CustomRoleHandler(
                clients, names, marks, accounts, member(), blueprint.role().explained()))
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
    return new ServiceAccountHandler(clients, names, marks, accounts);
  }

  /** The member that gets the roles in the project. */
  private String member() {
    return access.equals(GkeSettings.WORKLOAD_IDENTITY)
        ? template.fill(blueprint.workloadIdentityMember())
        : names.member();
  }

  private Resource projectPolicy(boolean account) {
    List<ConditionalRole> retired =
        blueprint.retiredProjectRoles().stream()
            .map(role -> new ConditionalRole(JustifiedPermission.unexplained(role), null))
            .toList();
    ResourceId[] dependencies =
        account
            ? new ResourceId[] {names.roleResource(), names.accountResource()}
            : new ResourceId[] {names.roleResource()};
    List<ConditionalRole> roles = blueprint.projectRoles().stream().map(this::projectRole).toList();
    return policy(
            names.projectPolicyId(),
            PolicyAccess.ofProject(clients, names, accounts),
            member(),
            roles)
        .retiring(IamPolicyHandler.desired(member(), retired))
        .dependingOn(dependencies);
  }

  private ConditionalRole projectRole(JustifiedPermission role) {
    String name = template.fill(role.permission());
    return new ConditionalRole(
        new JustifiedPermission(name, role.reason(), role.provenance()),
        name.equals(ACT_AS) ? nodeAccounts() : null);
  }

  private Resource policy(
      ResourceId id, PolicyAccess policy, String member, List<ConditionalRole> roles) {
    return Resource.of(
        id,
        ResourceKind.BINDING,
        IamPolicyHandler.desired(member, roles),
        new IamPolicyHandler(policy, names, marks, accounts, member, roles));
  }

  /** Restricts a role to the configured node accounts; null if none is configured. */
  private @Nullable Condition nodeAccounts() {
    List<String> ids = settings.list(GkeSettings.NODE_ACCOUNTS);
    if (ids.isEmpty()) {
      return null;
    }
    Condition condition = blueprint.nodeAccounts();
    String expression =
        ids.stream()
            .map(id -> new Template(Map.of("nodeAccountId", id)).fill(condition.expression()))
            .collect(Collectors.joining(" || "));
    return new Condition(condition.title(), condition.description(), expression);
  }

  private Resource impersonation() {
    String principal = context.registration().principal().orElse("nobody@invalid");
    List<ConditionalRole> roles =
        blueprint.impersonation().stream()
            .map(role -> new ConditionalRole(role.role(), filled(role.condition())))
            .toList();
    return policy(
            names.accountPolicyId(),
            PolicyAccess.ofAccount(clients, names, accounts),
            "serviceAccount:" + principal,
            roles)
        .dependingOn(names.accountResource());
  }

  private @Nullable Condition filled(@Nullable Condition condition) {
    return condition == null
        ? null
        : new Condition(
            condition.title(), condition.description(), template.fill(condition.expression()));
  }

  private Resource key() {
    return Resource.of(
            names.keyId(),
            ResourceKind.CREDENTIAL,
            KeyHandler.desired(),
            new KeyHandler(clients, names, accounts, accountHandler(), context))
        .dependingOn(names.accountResource(), names.projectPolicyId());
  }
}
