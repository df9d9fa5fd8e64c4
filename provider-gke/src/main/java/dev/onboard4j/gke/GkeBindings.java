package dev.onboard4j.gke;

import dev.onboard4j.gke.GkeBlueprint.Condition;
import dev.onboard4j.gke.GkeBlueprint.ConditionalRole;
import dev.onboard4j.gke.OwnBindings.Origin;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Marks;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Declares the bindings of one cluster in the policies of the project and of the account. */
final class GkeBindings {
  private static final String ACT_AS = "roles/iam.serviceAccountUser";
  // IAM quota: logical operators in one condition; n terms are joined by n - 1 operators.
  private static final int TERMS = 13;

  private final SessionContext context;
  private final Settings settings;
  private final GkeClients clients;
  private final GkeBlueprint blueprint;
  private final GkeNames names;
  private final Template template;
  private final GkeFacts facts;
  private final ServiceAccounts accounts;
  private final String access;
  private final boolean removing;

  GkeBindings(
      SessionContext context,
      GkeClients clients,
      GkeBlueprint blueprint,
      GkeNames names,
      Template template,
      GkeFacts facts,
      ServiceAccounts accounts) {
    this.context = context;
    this.clients = clients;
    this.blueprint = blueprint;
    this.names = names;
    this.template = template;
    this.facts = facts;
    this.accounts = accounts;
    settings = context.settings();
    access = settings.text(GkeSettings.ACCESS).orElse(GkeSettings.IMPERSONATION);
    removing = context.operation() == Operation.REMOVE;
  }

  /** The member that gets the roles in the project. */
  String member() {
    return access.equals(GkeSettings.WORKLOAD_IDENTITY) ? workload() : names.member();
  }

  /** The members whose bindings a plan changes. */
  Set<String> members() {
    return Set.of(names.member(), workload());
  }

  private String workload() {
    return template.fill(blueprint.workloadIdentityMember());
  }

  /** The bindings in the policy of the project. */
  OwnBindings ofProject() {
    // Other clusters may use the identity of the workload: a removal looks at its bindings anew.
    boolean unknown = removing && access.equals(GkeSettings.WORKLOAD_IDENTITY);
    List<ConditionalRole> roles = new ArrayList<>();
    if (!unknown) {
      blueprint.projectRoles().forEach(role -> roles.addAll(projectRoles(role)));
    }
    return OwnBindings.of(member(), roles, names.member(), origins());
  }

  private BindingOrigins origins() {
    Set<String> predefined = new TreeSet<>(blueprint.retiredProjectRoles());
    blueprint.projectRoles().forEach(role -> predefined.add(template.fill(role.permission())));
    predefined.removeIf(role -> !role.startsWith("roles/"));
    Set<String> custom = new TreeSet<>(facts.formerRoles());
    custom.add(names.roleId());
    blueprint.role().ids().values().forEach(id -> custom.add(template.fill(id)));
    GcpRequests api = new GcpRequests(names);
    return new BindingOrigins(
        names,
        Marks.of(context),
        accounts,
        new WorkloadPool(facts.workloadPool(), clients, api, context.cluster()),
        names.member(),
        workload(),
        predefined,
        custom,
        blueprint.nodeAccounts());
  }

  /** A role, or one role for each condition that restricts it. */
  private List<ConditionalRole> projectRoles(JustifiedPermission role) {
    String name = template.fill(role.permission());
    JustifiedPermission filled = new JustifiedPermission(name, role.reason(), role.provenance());
    List<Condition> conditions = name.equals(ACT_AS) ? nodeAccounts() : List.of();
    return conditions.isEmpty()
        ? List.of(new ConditionalRole(filled, null))
        : conditions.stream().map(one -> new ConditionalRole(filled, one)).toList();
  }

  /** Restricts a role to the configured node accounts; none if none is configured. */
  private List<Condition> nodeAccounts() {
    List<String> ids = settings.list(GkeSettings.NODE_ACCOUNTS).stream().distinct().toList();
    List<Condition> conditions = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += TERMS) {
      conditions.add(only(ids.subList(from, Math.min(ids.size(), from + TERMS))));
    }
    return conditions;
  }

  private Condition only(List<String> ids) {
    Condition condition = blueprint.nodeAccounts();
    String expression =
        ids.stream()
            .map(id -> new Template(Map.of("nodeAccountId", id)).fill(condition.expression()))
            .collect(Collectors.joining(" || "));
    return new Condition(condition.title(), condition.description(), expression);
  }

  /** The bindings on the account: the platform's, if it impersonates the account. */
  OwnBindings ofAccount() {
    String principal = context.registration().principal().orElse("");
    boolean wanted = access.equals(GkeSettings.IMPERSONATION) && !principal.isEmpty();
    List<ConditionalRole> roles =
        wanted
            ? blueprint.impersonation().stream()
                .map(role -> new ConditionalRole(role.role(), filled(role.condition())))
                .toList()
            : List.of();
    return OwnBindings.of(
        "serviceAccount:" + principal,
        roles,
        names.member(),
        (binding, requests) -> impersonates(binding) ? Origin.FORMER : Origin.FOREIGN);
  }

  /** Whether a binding has a role and a condition that the platform gets under some settings. */
  private boolean impersonates(MemberBinding binding) {
    return blueprint.impersonation().stream()
        .filter(role -> role.role().permission().equals(binding.role()))
        .anyMatch(role -> sameTitle(role.condition(), binding.condition()));
  }

  private static boolean sameTitle(@Nullable Condition wanted, @Nullable Condition found) {
    return wanted != null && found != null && wanted.title().equals(found.title());
  }

  private @Nullable Condition filled(@Nullable Condition condition) {
    return condition == null
        ? null
        : new Condition(
            condition.title(), condition.description(), template.fill(condition.expression()));
  }
}
