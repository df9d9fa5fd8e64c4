package dev.onboard4j.gke;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One verb on one GKE cluster. */
final class GkeSession implements Session {
  private final SessionContext context;
  private final GkeClients clients;
  private final GkeBlueprint blueprint;
  private final GkeNames names;
  private final Template template;
  private @Nullable GkeFacts facts;

  private GkeSession(
      SessionContext context, GkeBlueprint blueprint, GkeNames names, Template template) {
    this.context = context;
    this.blueprint = blueprint;
    this.names = names;
    this.template = template;
    clients = new GkeClients(context);
  }

  /** Finds everything wrong that shows without a call. */
  static GkeSession open(SessionContext context) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Object> section =
        context
            .blueprint()
            .orElseThrow(
                () ->
                    OnboardingException.badInput(
                        List.of(
                            new Problem(
                                "blueprint",
                                "'"
                                    + context.blueprintId()
                                    + "' says nothing about GKE: it needs a section clouds.gke"))));
    GkeBlueprint blueprint = GkeBlueprint.of(section);
    Settings settings = context.settings();
    principal(context, problems);
    for (String feature : settings.list(GkeSettings.FEATURES)) {
      if (!blueprint.role().optional().containsKey(feature)) {
        problems.add(
            new Problem(
                GkeSettings.FEATURES,
                "'" + feature + "' is none of " + blueprint.role().optional().keySet()));
      }
    }
    Template template =
        new Template(
            Map.of(
                "clusterName", context.cluster().name(),
                "hash", GkeNames.hash(context.cluster().name()),
                "project", context.cluster().account(),
                "principal", context.registration().principal().orElse("")));
    GkeNames names = names(context, blueprint, template);
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    return new GkeSession(
        context, blueprint, names, template.with(Map.of("roleId", names.roleId())));
  }

  private static GkeNames names(SessionContext context, GkeBlueprint blueprint, Template template) {
    Settings settings = context.settings();
    String way = settings.text(GkeSettings.ROLE).orElse("project");
    return GkeNames.of(
        context.cluster().account(),
        settings.text(GkeSettings.ACCOUNT_ID).orElseGet(() -> template.fill(blueprint.accountId())),
        settings
            .text(GkeSettings.ROLE_ID)
            .orElseGet(() -> template.fill(blueprint.role().ids().getOrDefault(way, ""))));
  }

  /** Impersonation needs to know by whom. */
  private static void principal(SessionContext context, List<Problem> problems) {
    boolean impersonation =
        context.settings().text(GkeSettings.ACCESS).orElse("").equals(GkeSettings.IMPERSONATION);
    String principal = context.registration().principal().orElse("");
    if (!impersonation || (principal.isEmpty() && context.operation() == Operation.REMOVE)) {
      return;
    }
    if (principal.isEmpty()) {
      problems.add(
          new Problem(
              "platform.principal",
              "is needed: the e-mail of the service account the platform comes as (or choose"
                  + " gke.access=key)"));
    } else if (!GkeSettings.EMAIL.matcher(principal).matches()) {
      problems.add(
          new Problem(
              "platform.principal", "'" + principal + "' is not the e-mail of a service account"));
    }
  }

  /** Read once per session: the API server's address is among them. */
  private GkeFacts facts() {
    GkeFacts known = facts;
    if (known == null) {
      known = GkeFacts.read(clients, context);
      facts = known;
    }
    return known;
  }

  @Override
  public Optional<KubernetesAccess> kubernetes() {
    GkeFacts known = facts();
    if (!known.denied().isEmpty()) {
      throw OnboardingException.of(
              OnboardingException.Category.PERMISSION, "where the API server is cannot be read")
          .missing(known.denied())
          .build();
    }
    return known
        .server()
        .map(server -> new KubernetesAccess(server, known.authority(), clients::token));
  }

  @Override
  public List<Resource> resources() {
    GkeFacts facts = facts();
    List<Resource> all =
        new GkeDeclaration(context, clients, blueprint, names, template).resources();
    return facts.denied().isEmpty()
        ? all
        : all.stream().map(resource -> resource.unreadable(facts.denied())).toList();
  }

  @Override
  public List<RequiredPermission> needs() {
    return GkeFacts.needs(context);
  }

  @Override
  public List<PermissionCheck> preflight(List<RequiredPermission> needs, RequestContext requests) {
    return new GkePreflight(clients, names).verdicts(needs, requests);
  }

  @Override
  public Map<String, Object> permissionDocuments(List<RequiredPermission> needs) {
    return new TreeMap<>(Map.of("google-custom-role", CallerRole.of(needs, context.cluster())));
  }

  @Override
  public void close() {
    clients.close();
  }
}
