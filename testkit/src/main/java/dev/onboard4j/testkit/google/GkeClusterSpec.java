package dev.onboard4j.testkit.google;

import java.net.URI;
import java.util.List;

/**
 * A GKE cluster to put into an {@link EmbeddedGoogle}. Immutable.
 *
 * @param project the project it is in
 * @param location its zone or region
 * @param name its name
 * @param nodeServiceAccount the e-mail its nodes run as; {@code default} for Compute Engine's own
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

  /** A cluster with one pool, whose nodes run as Compute Engine's default account. */
  public static GkeClusterSpec of(String project, String location, String name) {
    return new GkeClusterSpec(
        project, location, name, "default", List.of("default-pool"), project + ".svc.id.goog", "");
  }

  /** The same with its API server at that address. */
  public GkeClusterSpec servedBy(URI server) {
    return new GkeClusterSpec(
        project, location, name, nodeServiceAccount, nodePools, workloadPool, server.toString());
  }

  /** The same without Workload Identity. */
  public GkeClusterSpec withoutWorkloadIdentity() {
    return new GkeClusterSpec(
        project, location, name, nodeServiceAccount, nodePools, "", apiServer);
  }
}
