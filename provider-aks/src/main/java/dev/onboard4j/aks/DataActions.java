package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Azure RBAC governs Kubernetes: which data actions the caller lacks for access in the
 * cluster.
 *
 * <p>A member of an administrator group of the cluster needs none of them, so that they are told
 * and stop nothing.
 */
record DataActions(Azure azure, SessionContext context, AksNames names) {
  private static final String PREFIX = "Microsoft.ContainerService/managedClusters/";
  private static final String RBAC = "rbac.authorization.k8s.io/";
  private static final List<String> OBJECTS =
      List.of(
          "namespaces",
          "serviceaccounts",
          RBAC + "clusterroles",
          RBAC + "clusterrolebindings",
          RBAC + "roles",
          RBAC + "rolebindings");

  /** Tells what the caller lacks, if Azure RBAC governs the cluster. */
  void note(Tree cluster) {
    if (!cluster.flag("properties", "aadProfile", "enableAzureRBAC")) {
      return;
    }
    String remedy =
        "; the built-in role with all of them is Azure Kubernetes Service RBAC Cluster Admin, and"
            + " members of an administrator group of the cluster need none";
    try {
      List<Tree> held =
          azure.list(context.requests(), ArmRequests.listPermissions(names.cluster().resourceId()));
      List<String> missing =
          wanted().stream()
              .filter(one -> !HeldActions.isAllowed(held, "dataActions", "notDataActions", one))
              .toList();
      if (!missing.isEmpty()) {
        context.note(
            "Azure RBAC governs access in the cluster, and the caller lacks the data actions "
                + missing
                + remedy);
      }
    } catch (OnboardingException e) {
      context.note(
          "Azure RBAC governs access in the cluster: the caller needs the data actions "
              + wanted()
              + remedy);
    }
  }

  private static List<String> wanted() {
    List<String> all = new ArrayList<>();
    for (String object : OBJECTS) {
      for (String verb : List.of("read", "write", "delete")) {
        all.add(PREFIX + object + "/" + verb);
      }
    }
    for (String kind : List.of("clusterroles", "roles")) {
      all.add(PREFIX + RBAC + kind + "/bind/action");
      all.add(PREFIX + RBAC + kind + "/escalate/action");
    }
    return all;
  }
}
