package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An agent pool of an {@link AksClusterSpec}. Immutable.
 *
 * @param name its name
 * @param mode {@code System} or {@code User}
 * @param subnet the id of its nodes' subnet; empty in a network that AKS manages
 * @param podSubnet the id of its pods' subnet; empty for none
 * @param state {@code Succeeded}, {@code Creating}, {@code Failed} ...
 */
public record AksPoolSpec(String name, String mode, String subnet, String podSubnet, String state) {
  /** A system pool in a network that AKS manages. */
  public static AksPoolSpec system(String name) {
    return new AksPoolSpec(name, "System", "", "", "Succeeded");
  }

  /** A user pool in a network that AKS manages. */
  public static AksPoolSpec user(String name) {
    return new AksPoolSpec(name, "User", "", "", "Succeeded");
  }

  /** The same with its nodes in that subnet. */
  public AksPoolSpec inSubnet(String id) {
    return new AksPoolSpec(name, mode, id, podSubnet, state);
  }

  /** The same with its pods in that subnet. */
  public AksPoolSpec withPodsIn(String id) {
    return new AksPoolSpec(name, mode, subnet, id, state);
  }

  /** The same in that provisioning state. */
  public AksPoolSpec inState(String provisioning) {
    return new AksPoolSpec(name, mode, subnet, podSubnet, provisioning);
  }

  /** Its properties; what is not set is absent: azure-rest-api-specs, ManagedClustersGet. */
  ObjectNode properties() {
    ObjectNode pool = AzureJson.object();
    pool.put("count", 1).put("vmSize", "Standard_D4s_v5").put("osDiskSizeGB", 128);
    pool.put("type", "VirtualMachineScaleSets").put("mode", mode).put("osType", "Linux");
    pool.put("provisioningState", state).put("enableAutoScaling", false);
    pool.putObject("powerState").put("code", "Running");
    pool.put("orchestratorVersion", "1.33.3").put("currentOrchestratorVersion", "1.33.3");
    if (!subnet.isEmpty()) {
      pool.put("vnetSubnetID", subnet);
    }
    if (!podSubnet.isEmpty()) {
      pool.put("podSubnetID", podSubnet);
    }
    return pool;
  }
}
