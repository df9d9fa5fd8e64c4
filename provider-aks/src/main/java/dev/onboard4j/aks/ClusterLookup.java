package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.SessionContext;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the cluster, refuses what the platform cannot manage, and tells what matters about it. */
record ClusterLookup(Azure azure, SessionContext context, AksNames names) {
  private static final String PROPERTIES = "properties";

  /**
   * The cluster; empty if it is gone and the onboarding is removed.
   *
   * @throws OnboardingException of category CALLER if there is none, or the URI names the resource
   *     group of its nodes; of category CONFLICT if the platform cannot manage it
   */
  Optional<Tree> cluster() {
    Optional<Tree> found = azure.find(context.requests(), new ArmRequests(names).getCluster());
    if (found.isEmpty()) {
      reportAbsence();
      return found;
    }
    if (context.operation() == Operation.APPLY) {
      ManagedNodes.refuse(found.get());
    }
    note(found.get());
    return found;
  }

  /** The objects of a cluster that was deleted can still be removed. */
  private void reportAbsence() {
    AksCluster cluster = names.cluster();
    String problem =
        "there is no cluster '"
            + cluster.name()
            + "' in resource group "
            + cluster.resourceGroup()
            + " of subscription "
            + cluster.subscription();
    if (context.operation() == Operation.REMOVE) {
      context.note(problem + "; the objects that were created for it are removed");
      return;
    }
    String advice =
        byNodeGroup()
            .map(
                uri ->
                    "; that is the resource group of the nodes of "
                        + uri
                        + ", which is the address to use")
            .orElse("");
    throw OnboardingException.badInput(List.of(new Problem("cluster.name", problem + advice)));
  }

  /** The cluster whose nodes are in the resource group that the URI names. */
  private Optional<String> byNodeGroup() {
    try {
      return azure.list(context.requests(), new ArmRequests(names).listClusters()).stream()
          .filter(
              one ->
                  AzureIds.same(
                      one.text(PROPERTIES, "nodeResourceGroup"), names.cluster().resourceGroup()))
          .flatMap(
              one ->
                  AzureIds.group(one.text("id")).stream()
                      .map(
                          scope ->
                              AksCluster.of(
                                  names.cluster().subscription(),
                                  AzureIds.name(scope),
                                  one.text("name"))))
          .map(cluster -> cluster.uri().toString())
          .findFirst();
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      // The listing only improves the words.
      return Optional.empty();
    }
  }

  private void note(Tree cluster) {
    TreeSet<String> pools = new TreeSet<>();
    cluster.objects(PROPERTIES, "agentPoolProfiles").forEach(pool -> pools.add(pool.text("name")));
    context.note(
        "cluster in "
            + cluster.text("location")
            + ", node resource group "
            + cluster.text(PROPERTIES, "nodeResourceGroup")
            + ", node pools "
            + pools
            + authentication(cluster)
            + (cluster.flag(PROPERTIES, "apiServerAccessProfile", "enablePrivateCluster")
                ? "; its API server has only a private endpoint"
                : "")
            + (cluster.text(PROPERTIES, "powerState", "code").equals("Stopped")
                ? "; it is stopped, and its API server does not answer"
                : ""));
  }

  private static String authentication(Tree cluster) {
    String entra =
        cluster.has(PROPERTIES, "aadProfile") ? ", authentication by Entra" : ", local accounts";
    return entra
        + (cluster.flag(PROPERTIES, "aadProfile", "enableAzureRBAC")
            ? " and Azure RBAC for Kubernetes"
            : "")
        + (cluster.flag(PROPERTIES, "disableLocalAccounts") ? ", local accounts disabled" : "");
  }
}
