package dev.onboard4j.testkit.google;

import com.google.container.v1.Autopilot;
import com.google.container.v1.Cluster;
import com.google.container.v1.ControlPlaneEndpointsConfig;
import com.google.container.v1.ControlPlaneEndpointsConfig.DNSEndpointConfig;
import com.google.container.v1.ControlPlaneEndpointsConfig.IPEndpointsConfig;
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
 * @param autopilot whether Google manages its nodes
 * @param dnsEndpoint the name of its DNS endpoint; the empty string for none
 * @param privateEndpoint its private address, if it is the only one that answers; else empty
 */
public record GkeClusterSpec(
    String project,
    String location,
    String name,
    String nodeServiceAccount,
    List<String> nodePools,
    String workloadPool,
    String apiServer,
    boolean autopilot,
    String dnsEndpoint,
    String privateEndpoint) {
  /** Keeps an unmodifiable copy. */
  public GkeClusterSpec {
    nodePools = List.copyOf(nodePools);
  }

  /** Creates a cluster with one node pool that uses the default account of Compute Engine. */
  public static GkeClusterSpec of(String project, String location, String name) {
    return new GkeClusterSpec(
        project,
        location,
        name,
        "default",
        List.of("default-pool"),
        project + ".svc.id.goog",
        "",
        false,
        "",
        "");
  }

  /** Sets the address of its API server. */
  public GkeClusterSpec servedBy(URI server) {
    return with(
        nodePools, workloadPool, server.toString(), autopilot, dnsEndpoint, privateEndpoint);
  }

  /** Removes the Workload Identity pool. */
  public GkeClusterSpec withoutWorkloadIdentity() {
    return withWorkloadPool("");
  }

  /** Sets the Workload Identity pool: that of a fleet belongs to another project. */
  public GkeClusterSpec withWorkloadPool(String pool) {
    return with(nodePools, pool, apiServer, autopilot, dnsEndpoint, privateEndpoint);
  }

  /** Sets the names of the node pools. */
  public GkeClusterSpec withNodePools(List<String> names) {
    return with(names, workloadPool, apiServer, autopilot, dnsEndpoint, privateEndpoint);
  }

  /** The same as an Autopilot cluster. */
  public GkeClusterSpec inAutopilot() {
    return with(nodePools, workloadPool, apiServer, true, dnsEndpoint, privateEndpoint);
  }

  /** Adds a DNS endpoint. */
  public GkeClusterSpec withDnsEndpoint(String dns) {
    return with(nodePools, workloadPool, apiServer, autopilot, dns, privateEndpoint);
  }

  /** Leaves only the private address of the API server. */
  public GkeClusterSpec withPrivateEndpoint(String address) {
    return with(nodePools, workloadPool, address, autopilot, dnsEndpoint, address);
  }

  private GkeClusterSpec with(
      List<String> pools,
      String workload,
      String server,
      boolean managed,
      String dns,
      String onlyPrivate) {
    return new GkeClusterSpec(
        project,
        location,
        name,
        nodeServiceAccount,
        pools,
        workload,
        server,
        managed,
        dns,
        onlyPrivate);
  }

  /** Writes what the API reports of these. */
  void describe(Cluster.Builder cluster) {
    if (autopilot) {
      cluster.setAutopilot(Autopilot.newBuilder().setEnabled(true));
    }
    ControlPlaneEndpointsConfig.Builder endpoints = ControlPlaneEndpointsConfig.newBuilder();
    if (!dnsEndpoint.isEmpty()) {
      endpoints.setDnsEndpointConfig(
          DNSEndpointConfig.newBuilder().setEndpoint(dnsEndpoint).setAllowExternalTraffic(true));
    }
    if (!privateEndpoint.isEmpty()) {
      endpoints.setIpEndpointsConfig(
          IPEndpointsConfig.newBuilder().setEnabled(true).setPrivateEndpoint(privateEndpoint));
    }
    cluster.setControlPlaneEndpointsConfig(endpoints);
  }
}
