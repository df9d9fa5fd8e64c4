package dev.onboard4j.gke;

import dev.onboard4j.gke.GkeBlueprint.Condition;
import dev.onboard4j.gke.GkeBlueprint.ConditionalRole;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What has to be there for one cluster. */
final class GkeDeclaration {
  private static final String ACT_AS = "roles/iam.serviceAccountUser";

  private final SessionContext context;
  private final Settings settings;
  private final GkeBlueprint blueprint;
  private final GkeNames names;
  private final Template template;
  private final GkeMarks marks;
  private final GkeClients clients;
  private final ServiceAccounts accounts;
  private final String access;

  GkeDeclaration(
      SessionContext context,
      GkeClients clients,
      GkeBlueprint blueprint,
      GkeNames names,
      Template template) {
    this.context = context;
    this.clients = clients;
    this.blueprint = blueprint;
    this.names = names;
    this.template = template;
    settings = context.settings();
    marks = GkeMarks.of(context);
    accounts = new ServiceAccounts(clients, names);
    access = settings.text(GkeSettings.ACCESS).orElse(GkeSettings.IMPERSONATION);
  }

  List<Resource> resources() {
    List<Resource> all = new ArrayList<>();
    boolean removing = context.operation() == Operation.REMOVE;
    if (removing) {
      // Others may use them by now, and an API that is on costs nothing.
      context.note("the APIs of project " + names.project() + " stay enabled");
    } else {
      all.add(services());
    }
    all.add(after(removing, role()));
    boolean account = !access.equals(GkeSettings.WORKLOAD_IDENTITY);
    if (account) {
      all.add(after(removing, account()));
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

  private Resource after(boolean removing, Resource resource) {
    return removing ? resource : resource.dependingOn(names.servicesId());
  }

  private Resource services() {
    List<String> wanted =
        blueprint.services().stream().map(JustifiedPermission::permission).toList();
    return Resource.of(
        names.servicesId(),
        ResourceKind.API,
        ServicesHandler.desired(wanted),
        new ServicesHandler(clients, names, wanted));
  }

  private List<JustifiedPermission> permissions() {
    List<JustifiedPermission> all = new ArrayList<>(blueprint.role().permissions());
    settings
        .list(GkeSettings.FEATURES)
        .forEach(
            feature -> all.addAll(blueprint.role().optional().getOrDefault(feature, List.of())));
    return all;
  }

  private Resource role() {
    boolean shared = settings.text(GkeSettings.ROLE).orElse("project").equals("project");
    SortedMap<String, String> mark = shared ? marks.shared() : marks.own();
    List<String> permissions =
        permissions().stream().map(JustifiedPermission::permission).distinct().sorted().toList();
    return Resource.of(
            names.roleResource(),
            ResourceKind.ROLE,
            CustomRoleHandler.desired(blueprint.role(), permissions, mark),
            new CustomRoleHandler(clients, names, marks, accounts, member()))
        .ignoringChanges(CustomRoleHandler.STAGE)
        .granting(
            permissions().stream()
                .map(
                    one ->
                        new Grant(
                            member(),
                            one.permission(),
                            names.projectName(),
                            "",
                            one.reason(),
                            one.provenance()))
                .toList());
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

  /** Who gets the roles in the project. */
  private String member() {
    return access.equals(GkeSettings.WORKLOAD_IDENTITY)
        ? template.fill(blueprint.workloadIdentityMember())
        : names.member();
  }

  private Resource projectPolicy(boolean account) {
    List<Grantee> wanted = new ArrayList<>();
    List<Grant> grants = new ArrayList<>();
    for (JustifiedPermission role : blueprint.projectRoles()) {
      String name = template.fill(role.permission());
      Condition condition = name.equals(ACT_AS) ? nodeAccounts() : null;
      Grantee grantee = new Grantee(name, member(), condition);
      wanted.add(grantee);
      grants.add(grantee.grant(names.projectName(), role));
    }
    List<Grantee> retired =
        blueprint.retiredProjectRoles().stream()
            .map(role -> new Grantee(role, member(), null))
            .toList();
    ResourceId[] upstream =
        account
            ? new ResourceId[] {names.roleResource(), names.accountResource()}
            : new ResourceId[] {names.roleResource()};
    PolicyAccess policy = PolicyAccess.ofProject(clients, names);
    return Resource.of(
            names.projectPolicyId(),
            ResourceKind.BINDING,
            IamPolicyHandler.desired(wanted),
            new IamPolicyHandler(policy, names, marks, accounts, member(), wanted))
        .retiring(IamPolicyHandler.desired(retired))
        .dependingOn(upstream)
        .granting(grants);
  }

  /** The nodes' own accounts, where the caller named them; else any account of the project. */
  private @org.jspecify.annotations.Nullable Condition nodeAccounts() {
    List<String> ids = settings.list(GkeSettings.NODE_ACCOUNTS);
    if (ids.isEmpty()) {
      return null;
    }
    Condition one = blueprint.nodeAccounts();
    String expression =
        ids.stream()
            .map(id -> new Template(Map.of("nodeAccountId", id)).fill(one.expression()))
            .collect(Collectors.joining(" || "));
    return new Condition(one.title(), one.description(), expression);
  }

  private Resource impersonation() {
    List<Grantee> wanted = new ArrayList<>();
    List<Grant> grants = new ArrayList<>();
    String principal = context.registration().principal().orElse("nobody@invalid");
    for (ConditionalRole role : blueprint.impersonation()) {
      Condition condition = role.condition();
      Grantee grantee =
          new Grantee(
              role.role().permission(),
              "serviceAccount:" + principal,
              condition == null
                  ? null
                  : new Condition(
                      condition.title(),
                      condition.description(),
                      template.fill(condition.expression())));
      wanted.add(grantee);
      grants.add(grantee.grant(names.email(), role.role()));
    }
    return Resource.of(
            names.accountPolicyId(),
            ResourceKind.BINDING,
            IamPolicyHandler.desired(wanted),
            new IamPolicyHandler(
                PolicyAccess.ofAccount(clients, names),
                names,
                marks,
                accounts,
                "serviceAccount:" + principal,
                wanted))
        .dependingOn(names.accountResource())
        .granting(grants);
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
