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
  private final AksNames names;

  private AksSession(AksNames names) {
    this.names = names;
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
    return new AksSession(AksNames.of(cluster, blueprint, context.settings(), template));
  }

  @Override
  public Declaration declare() {
    throw OnboardingException.of(
            OnboardingException.Category.CALLER, names.cluster().uri() + " cannot be planned yet")
        .build();
  }
}
