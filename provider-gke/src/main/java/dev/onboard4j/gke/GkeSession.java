package dev.onboard4j.gke;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.CloudSection;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One operation on one GKE cluster. */
final class GkeSession implements Session {
  private final SessionContext context;
  private final GkeClients clients;
  private final GkeBlueprint blueprint;
  private final GkeNames names;
  private final Template template;

  private GkeSession(
      SessionContext context, GkeBlueprint blueprint, GkeNames names, Template template) {
    this.context = context;
    this.blueprint = blueprint;
    this.names = names;
    this.template = template;
    clients = new GkeClients(context);
  }

  /**
   * Opens a session; sends no request.
   *
   * @throws OnboardingException of category CALLER with every problem that shows without a request
   */
  static GkeSession open(SessionContext context) {
    List<Problem> problems = new ArrayList<>();
    GkeBlueprint blueprint = GkeBlueprint.of(CloudSection.required(context));
    checkPrincipal(context, problems);
    checkFeatures(context.settings(), blueprint.role().optional().keySet(), problems);
    Template template = template(context);
    GkeNames names = names(context, blueprint, template);
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    return new GkeSession(
        context, blueprint, names, template.with(Map.of("roleId", names.roleId())));
  }

  private static void checkFeatures(Settings settings, Set<String> known, List<Problem> problems) {
    settings.list(GkeSettings.FEATURES).stream()
        .filter(feature -> !known.contains(feature))
        .map(feature -> new Problem(GkeSettings.FEATURES, "'" + feature + "' is none of " + known))
        .forEach(problems::add);
  }

  private static Template template(SessionContext context) {
    return new Template(
        Map.of(
            "clusterName", context.cluster().name(),
            "hash", GkeNames.hash(context.cluster().name()),
            "project", context.cluster().account(),
            "principal", context.registration().principal().orElse("")));
  }

  private static GkeNames names(SessionContext context, GkeBlueprint blueprint, Template template) {
    Settings settings = context.settings();
    String scope = settings.text(GkeSettings.ROLE).orElse("project");
    return GkeNames.of(
        context.cluster().account(),
        settings.text(GkeSettings.ACCOUNT_ID).orElseGet(() -> template.fill(blueprint.accountId())),
        settings
            .text(GkeSettings.ROLE_ID)
            .orElseGet(() -> template.fill(blueprint.role().ids().getOrDefault(scope, ""))));
  }

  /** Without the service account of the platform, a person gives it access to ours. */
  private static void checkPrincipal(SessionContext context, List<Problem> problems) {
    boolean impersonation =
        context.settings().text(GkeSettings.ACCESS).orElse("").equals(GkeSettings.IMPERSONATION);
    String principal = context.registration().principal().orElse("");
    if (impersonation && !principal.isEmpty() && !GkeSettings.EMAIL.matcher(principal).matches()) {
      problems.add(
          new Problem(
              "platform.principal", "'" + principal + "' is not the e-mail of a service account"));
    }
  }

  @Override
  public Declaration declare() {
    ProjectApis apis =
        new ProjectApis(clients, names, context.operation(), blueprint.serviceNames());
    GkeFacts facts = GkeFacts.read(clients, context, names, apis, blueprint.platformNodePools());
    GkeDeclaration resources =
        new GkeDeclaration(context, clients, blueprint, names, template, facts, apis);
    Declaration declared =
        Declaration.of(resources.resources())
            .readingFactsWith(factPermissions())
            .checkedBy(new GkePermissionChecker(clients, names, context.cluster(), apis))
            .reachedBy(() -> facts.kubernetes(clients::token));
    return facts.denied().isEmpty() ? declared : declared.unreadable(facts.denied());
  }

  /** A project that pays for the requests has to allow it. */
  private List<RequiredPermission> factPermissions() {
    List<RequiredPermission> all = new ArrayList<>(GkeFacts.permissions(context, names));
    if (clients.hasTokens()) {
      clients
          .quotaProject()
          .map(
              project -> new RequiredPermission("serviceusage.services.use", "projects/" + project))
          .ifPresent(all::add);
    }
    return all;
  }

  @Override
  public void close() {
    clients.close();
  }
}
