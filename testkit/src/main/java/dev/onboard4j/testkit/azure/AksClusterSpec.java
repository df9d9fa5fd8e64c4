package dev.onboard4j.testkit.azure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An AKS cluster for {@link EmbeddedAzure}. Immutable.
 *
 * @param subscription its subscription
 * @param group its resource group
 * @param name its name
 * @param location its region
 * @param nodeGroup its node resource group
 * @param pools its agent pools
 * @param apiServer the address in its kubeconfig
 * @param features what is switched on
 */
public record AksClusterSpec(
    String subscription,
    String group,
    String name,
    String location,
    String nodeGroup,
    List<AksPoolSpec> pools,
    String apiServer,
    Set<AksFeature> features) {
  /** Keeps unmodifiable copies. */
  public AksClusterSpec {
    pools = List.copyOf(pools);
    features = Set.copyOf(features);
  }

  /** A cluster in West Europe with one system pool in a network that AKS manages. */
  public static AksClusterSpec of(String subscription, String group, String name) {
    return new AksClusterSpec(
        subscription,
        group,
        name,
        "westeurope",
        "MC_" + group + "_" + name + "_westeurope",
        List.of(AksPoolSpec.system("nodepool1")),
        "https://" + name + ".hcp.westeurope.azmk8s.io:443",
        Set.of());
  }

  /** The same with that node resource group. */
  public AksClusterSpec withNodeGroup(String nodes) {
    return new AksClusterSpec(
        subscription, group, name, location, nodes, pools, apiServer, features);
  }

  /** The same with those agent pools. */
  public AksClusterSpec withPools(List<AksPoolSpec> all) {
    return new AksClusterSpec(
        subscription, group, name, location, nodeGroup, all, apiServer, features);
  }

  /** The same with one more agent pool. */
  public AksClusterSpec withPool(AksPoolSpec pool) {
    List<AksPoolSpec> all = new ArrayList<>(pools);
    all.add(pool);
    return withPools(all);
  }

  /** The same with its API server at that address. */
  public AksClusterSpec servedBy(URI server) {
    return new AksClusterSpec(
        subscription, group, name, location, nodeGroup, pools, server.toString(), features);
  }

  /** The same with those features too. */
  public AksClusterSpec with(AksFeature... more) {
    Set<AksFeature> all = new TreeSet<>(features);
    all.addAll(List.of(more));
    return new AksClusterSpec(
        subscription, group, name, location, nodeGroup, pools, apiServer, all);
  }

  boolean has(AksFeature feature) {
    return features.contains(feature);
  }

  String uri() {
    return "aks://" + subscription + "/" + group + "/" + name;
  }

  /** Its id as AKS spells it, with the group's part in lower case: az's recordings. */
  String id() {
    return "/subscriptions/"
        + subscription
        + "/resourcegroups/"
        + group
        + "/providers/Microsoft.ContainerService/managedClusters/"
        + name;
  }
}
