package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A cluster as the API describes it: azure-rest-api-specs, containerservice, and az's recordings.
 * What is not set is absent.
 */
final class AksDescription {
  private final AksClusterSpec spec;
  private final ObjectNode properties = AzureJson.object();

  private AksDescription(AksClusterSpec spec) {
    this.spec = spec;
  }

  static ObjectNode of(AksClusterSpec spec) {
    return new AksDescription(spec).describe();
  }

  private ObjectNode describe() {
    ObjectNode cluster = AzureJson.object();
    cluster.put("id", spec.id()).put("name", spec.name()).put("location", spec.location());
    cluster.put("type", "Microsoft.ContainerService/ManagedClusters");
    boolean automatic = spec.has(AksFeature.AUTOMATIC);
    cluster
        .putObject("sku")
        .put("name", automatic ? "Automatic" : "Base")
        .put("tier", automatic ? "Standard" : "Free");
    if (!spec.has(AksFeature.SERVICE_PRINCIPAL)) {
      ObjectNode identity = cluster.putObject("identity").put("type", "SystemAssigned");
      identity.put("principalId", guid("identity")).put("tenantId", EmbeddedAzure.TENANT);
    }
    state();
    nodes();
    access();
    cluster.set("properties", properties);
    return cluster;
  }

  private String guid(String of) {
    return UUID.nameUUIDFromBytes((of + spec.id()).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void state() {
    properties.put("provisioningState", "Succeeded");
    properties
        .putObject("powerState")
        .put("code", spec.has(AksFeature.STOPPED) ? "Stopped" : "Running");
    properties.put("kubernetesVersion", "1.33.3").put("currentKubernetesVersion", "1.33.3");
    properties.put("dnsPrefix", spec.name());
    String host = spec.name() + "-dns-" + guid("host").substring(0, 8) + ".";
    String domain = spec.location() + ".azmk8s.io";
    if (spec.has(AksFeature.PRIVATE)) {
      properties.put("privateFQDN", host + guid("zone") + ".privatelink." + domain);
    } else {
      properties.put("fqdn", host + "hcp." + domain);
    }
    properties.put("azurePortalFQDN", host + "portal.hcp." + domain);
    properties.put("resourceUID", guid("uid").replace("-", ""));
  }

  private void nodes() {
    List<ObjectNode> pools = new ArrayList<>();
    for (AksPoolSpec pool : spec.pools()) {
      ObjectNode named = AzureJson.object().put("name", pool.name());
      named.setAll(pool.properties());
      pools.add(named);
    }
    properties.set("agentPoolProfiles", AzureJson.array(pools));
    properties.put("nodeResourceGroup", spec.nodeGroup());
    properties.put("maxAgentPools", 100);
    boolean automatic = spec.has(AksFeature.AUTOMATIC);
    if (automatic || spec.has(AksFeature.LOCKED_NODE_GROUP)) {
      properties.putObject("nodeResourceGroupProfile").put("restrictionLevel", "ReadOnly");
    }
    if (automatic || spec.has(AksFeature.NODE_AUTO_PROVISIONING)) {
      ObjectNode provisioning = properties.putObject("nodeProvisioningProfile");
      provisioning.put("mode", "Auto").put("defaultNodePools", automatic ? "Auto" : "None");
    }
    properties
        .putObject("servicePrincipalProfile")
        .put("clientId", spec.has(AksFeature.SERVICE_PRINCIPAL) ? guid("client") : "msi");
  }

  private void access() {
    boolean automatic = spec.has(AksFeature.AUTOMATIC);
    properties.put("enableRBAC", true);
    properties.put(
        "disableLocalAccounts", automatic || spec.has(AksFeature.LOCAL_ACCOUNTS_DISABLED));
    if (entra(spec)) {
      ObjectNode entra = properties.putObject("aadProfile").put("managed", true);
      entra.put("enableAzureRBAC", automatic || spec.has(AksFeature.AZURE_RBAC));
      entra.putArray("adminGroupObjectIDs");
      entra.put("tenantID", EmbeddedAzure.TENANT);
    }
    if (spec.has(AksFeature.PRIVATE)) {
      ObjectNode server = properties.putObject("apiServerAccessProfile");
      server.put("enablePrivateCluster", true).put("privateDNSZone", "system");
      server.put("enablePrivateClusterPublicFQDN", false);
    }
    if (!spec.has(AksFeature.WITHOUT_OIDC)) {
      ObjectNode issuer = properties.putObject("oidcIssuerProfile").put("enabled", true);
      issuer.put(
          "issuerURL",
          "https://" + spec.location() + ".oic.prod-aks.azure.com/" + EmbeddedAzure.TENANT + "/");
    }
  }

  static boolean entra(AksClusterSpec spec) {
    return spec.has(AksFeature.ENTRA)
        || spec.has(AksFeature.AZURE_RBAC)
        || spec.has(AksFeature.AUTOMATIC);
  }
}
