package dev.onboard4j.testkit.google;

import java.net.URI;
import java.util.List;

/**
 * Describes a GKE cluster for an {@link EmbeddedGoogle}. Immutable.
 *
 * @param project the project it is in
 * @param location its zone or region
 * @param name its name
 * @param nodeServiceAccount the e-mail of its nodes' service account; {@code default} for the
 *     default account of Compute Engine
 * @param nodePools the names of its node pools
 * @param workloadPool its Workload Identity pool; the empty string for none
 * @param apiServer the address of its API server; the empty string while Google reports none
 */
public record GkeClusterSpec(
    String project,
    String location,
    String name,
    String nodeServiceAccount,
    List<String> nodePools,
    String workloadPool,
    String apiServer) {
  /** Keeps an unmodifiable copy. */
  public GkeClusterSpec {
    nodePools = List.copyOf(nodePools);
  }

  /** Creates a cluster with one node pool that uses the default account of Compute Engine. */
  public static GkeClusterSpec of(String project, String location, String name) {
    return new GkeClusterSpec(
        project, location, name, "default", List.of("default-pool"), project + ".svc.id.goog", "");
  }

  /** Sets the address of its API server. */
  public GkeClusterSpec servedBy(URI server) {
    return new GkeClusterSpec(
        project, location, name, nodeServiceAccount, nodePools, workloadPool, server.toString());
  }

  /** Removes the Workload Identity pool. */
  public GkeClusterSpec withoutWorkloadIdentity() {
    return new GkeClusterSpec(
        project, location, name, nodeServiceAccount, nodePools, "", apiServer);
  }
}
