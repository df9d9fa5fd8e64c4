package dev.onboard4j.gke;

import com.google.container.v1.Cluster;
import com.google.container.v1.ListClustersResponse;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.spi.RequestContext;

/**
 * The Workload Identity pool of the cluster.
 *
 * <p>All clusters of a pool share the identities of their Kubernetes service accounts: a binding of
 * such an identity serves every cluster whose pool it is.
 *
 * @param name the name of the pool
 */
record WorkloadPool(String name, GkeClients clients, GcpRequests api, ClusterRef cluster) {
  /** Whether this is the only cluster of the project with the pool, as far as Google can tell. */
  boolean sole(RequestContext requests) {
    return requests.cached("clusters of " + cluster.account(), () -> alone(requests));
  }

  private boolean alone(RequestContext requests) {
    ListClustersResponse all =
        Gcp.read(
            requests,
            api.listClusters(),
            () ->
                clients.clusters().listClusters("projects/" + cluster.account() + "/locations/-"));
    // Google leaves out the clusters of zones that did not answer.
    return all.getMissingZonesCount() == 0
        && all.getClustersList().stream().allMatch(other -> isThis(other) || !uses(other));
  }

  private boolean isThis(Cluster other) {
    return other.getName().equals(cluster.name()) && other.getLocation().equals(cluster.location());
  }

  private boolean uses(Cluster other) {
    return other.getWorkloadIdentityConfig().getWorkloadPool().equals(name);
  }
}
