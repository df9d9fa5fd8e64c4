package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;

/** Refuses clusters whose nodes Azure manages in a way that leaves no room for a platform. */
final class ManagedNodes {
  private ManagedNodes() {}

  /**
   * Refuses AKS Automatic, node auto-provisioning and locked-down node resource groups.
   *
   * @throws OnboardingException of category CONFLICT
   */
  static void refuse(Tree cluster) {
    if (cluster.text("sku", "name").equalsIgnoreCase("Automatic")) {
      throw refused(
          cluster,
          "is an AKS Automatic cluster: Azure manages its nodes, and the platform cannot",
          "onboard a cluster of the Base SKU, or leave this one as it is");
    }
    if (cluster.text("properties", "nodeProvisioningProfile", "mode").equalsIgnoreCase("Auto")) {
      throw refused(
          cluster,
          "has node auto-provisioning: two autoscalers would work against each other",
          "disable it: az aks update --node-provisioning-mode Manual");
    }
    if (cluster
        .text("properties", "nodeResourceGroupProfile", "restrictionLevel")
        .equalsIgnoreCase("ReadOnly")) {
      throw refused(
          cluster,
          "has a locked-down node resource group: a deny assignment forbids the platform to add"
              + " nodes",
          "unlock it: az aks update --nrg-lockdown-restriction-level Unrestricted");
    }
  }

  private static OnboardingException refused(Tree cluster, String why, String remedy) {
    return OnboardingException.of(Category.CONFLICT, "cluster " + cluster.text("name") + " " + why)
        .remedy(remedy)
        .build();
  }
}
