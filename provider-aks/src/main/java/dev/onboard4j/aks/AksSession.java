package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.CloudSection;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One operation on one AKS cluster. */
final class AksSession implements Session {
  private final SessionContext context;
  private final AksBlueprint blueprint;
  private final AksNames names;
  private final Template template;

  private AksSession(
      SessionContext context, AksBlueprint blueprint, AksNames names, Template template) {
    this.context = context;
    this.blueprint = blueprint;
    this.names = names;
    this.template = template;
  }

  /**
   * Opens a session; sends no request.
   *
   * @throws OnboardingException of category CALLER with every problem that shows without a request
   */
  static AksSession open(SessionContext context) {
    List<Problem> problems = new ArrayList<>();
    AksBlueprint blueprint = AksBlueprint.of(CloudSection.required(context));
    if (context.registration().clusterId().isEmpty()) {
      problems.add(
          new Problem(
              "platform.cluster-id",
              "is required: names contain the platform's id of this cluster"));
    }
    AksCluster cluster = AksCluster.parse(context.cluster().uri());
    Template template =
        new Template(
            Map.of(
                "clusterName", cluster.name(),
                "resourceGroup", cluster.resourceGroup(),
                "subscription", cluster.subscription(),
                "clusterId", context.registration().clusterId().orElse("")));
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    AksNames names = AksNames.of(cluster, blueprint, context.settings(), template);
    return new AksSession(context, blueprint, names, template);
  }

  @Override
  public Declaration declare() {
    AksClients clients = new AksClients(context);
    Azure azure = new Azure(clients);
    RoleDefinitions roles = new RoleDefinitions(azure, names);
    AksFacts facts = AksFacts.read(azure, context, names, roles);
    facts.cluster().ifPresent(new DataActions(azure, context, names)::note);
    AksDeclaration resources =
        new AksDeclaration(context, clients, azure, blueprint, names, template, facts, roles);
    KubernetesEndpoint kubernetes = new KubernetesEndpoint(azure, clients, context, names, facts);
    Declaration declared =
        Declaration.of(resources.resources())
            .readingFactsWith(facts.permissions(context, new ArmRequests(names), roles))
            .checkedBy(new AksPermissionChecker(azure, clients, context.cluster()))
            .reachedBy(kubernetes::access);
    return facts.denied().isEmpty() ? declared : declared.unreadable(facts.denied());
  }
}
