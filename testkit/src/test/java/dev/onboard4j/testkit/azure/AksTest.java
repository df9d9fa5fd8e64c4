package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.error;
import static dev.onboard4j.testkit.azure.AzureClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AksTest {
  private static final String SUBSCRIPTION = "/subscriptions/" + EmbeddedAzure.SUBSCRIPTION;
  private static final String CLUSTERS = "/providers/Microsoft.ContainerService/managedClusters";
  private static final String PROD = AzureClient.GROUP + CLUSTERS + "/prod";
  private static final String VERSION = "?api-version=2025-09-01";

  private final AksClusterSpec spec =
      AksClusterSpec.of(EmbeddedAzure.SUBSCRIPTION, "g", "prod")
          .withPool(AksPoolSpec.user("castpool"));
  private final EmbeddedAzure azure = EmbeddedAzure.start().cluster(spec);
  private final AzureClient client = new AzureClient(azure);

  @AfterEach
  void stop() {
    azure.close();
  }

  private HttpResponse<String> send(String method, String path) throws IOException {
    return client.send(method, path + VERSION, "");
  }

  private JsonNode read(String path) throws IOException {
    HttpResponse<String> reply = send("GET", path);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return json(reply);
  }

  /** az's recordings: lower case in the id, capitals in the type, indented. */
  @Test
  void aClusterHasTheOddSpellingOfItsService() throws IOException {
    HttpResponse<String> reply = send("GET", PROD.toUpperCase(Locale.ROOT));
    assertThat(json(reply).path("id").asText())
        .isEqualTo(SUBSCRIPTION + "/resourcegroups/g" + CLUSTERS + "/prod");
    assertThat(json(reply).path("type").asText())
        .isEqualTo("Microsoft.ContainerService/ManagedClusters");
    assertThat(reply.body()).contains("\n");
    assertThat(azure.clusters()).containsExactly("aks://" + EmbeddedAzure.SUBSCRIPTION + "/g/prod");
  }

  @Test
  void whatIsNotSetIsAbsent() throws IOException {
    JsonNode properties = read(PROD).path("properties");
    assertThat(properties.has("aadProfile")).isFalse();
    assertThat(properties.has("nodeResourceGroupProfile")).isFalse();
    assertThat(properties.has("nodeProvisioningProfile")).isFalse();
    assertThat(properties.at("/agentPoolProfiles/0").has("vnetSubnetID")).isFalse();
    assertThat(properties.path("nodeResourceGroup").asText()).isEqualTo("MC_g_prod_westeurope");
  }

  @Test
  void featuresShowInTheProperties() throws IOException {
    String subnet = SUBSCRIPTION + "/resourceGroups/net/providers/Microsoft.Network/x/subnets/s";
    azure.cluster(
        AksClusterSpec.of(EmbeddedAzure.SUBSCRIPTION, "g", "other")
            .withPool(AksPoolSpec.user("u").inSubnet(subnet).withPodsIn(subnet + "p"))
            .with(AksFeature.AUTOMATIC, AksFeature.PRIVATE));
    JsonNode cluster = read(PROD.replace("prod", "other"));
    JsonNode properties = cluster.path("properties");
    assertThat(cluster.at("/sku/name").asText()).isEqualTo("Automatic");
    assertThat(properties.at("/nodeResourceGroupProfile/restrictionLevel").asText())
        .isEqualTo("ReadOnly");
    assertThat(properties.at("/nodeProvisioningProfile/mode").asText()).isEqualTo("Auto");
    assertThat(properties.at("/aadProfile/enableAzureRBAC").asBoolean()).isTrue();
    assertThat(properties.path("disableLocalAccounts").asBoolean()).isTrue();
    assertThat(properties.has("fqdn")).isFalse();
    assertThat(properties.at("/agentPoolProfiles/1/vnetSubnetID").asText()).isEqualTo(subnet);
    assertThat(properties.at("/agentPoolProfiles/1/podSubnetID").asText()).isEqualTo(subnet + "p");
  }

  @Test
  void aLockedNodeGroupDeniesWritesToItsOwner() throws IOException {
    azure.cluster(
        AksClusterSpec.of(EmbeddedAzure.SUBSCRIPTION, "g", "locked")
            .with(AksFeature.LOCKED_NODE_GROUP));
    String nodes = SUBSCRIPTION + "/resourceGroups/MC_g_locked_westeurope";
    assertThat(
            error(
                client.assign(
                    AzureClient.ASSIGNMENT, nodes, AzureClient.ROLE, AzureClient.PRINCIPAL)))
        .isEqualTo("403 DenyAssignmentAuthorizationFailed");
    assertThat(client.read(nodes).path("managedBy").asText()).contains("/managedClusters/locked");
    assertThat(
            client.read(nodes + "/providers/Microsoft.Authorization/denyAssignments").path("value"))
        .hasSize(1);
  }

  @Test
  void clustersAreListedInPages() throws IOException {
    azure.cluster(AksClusterSpec.of(EmbeddedAzure.SUBSCRIPTION, "o", "second")).pageSize(1);
    JsonNode first = read(SUBSCRIPTION + CLUSTERS);
    JsonNode second = json(client.send("GET", first.path("nextLink").asText(), ""));
    assertThat(first.at("/value/0/name").asText()).isEqualTo("prod");
    assertThat(second.at("/value/0/name").asText()).isEqualTo("second");
    assertThat(second.has("nextLink")).isFalse();
    assertThat(read(AzureClient.GROUP + CLUSTERS).path("value")).hasSize(1);
  }

  @Test
  void aClusterThatIsGoneIsToldAndLeavesItsGroups() throws IOException {
    azure.removeCluster(EmbeddedAzure.SUBSCRIPTION, "G", "PROD");
    HttpResponse<String> reply = send("GET", PROD);
    assertThat(error(reply)).isEqualTo("404 ResourceNotFound");
    assertThat(reply.body()).contains("'Microsoft.ContainerService/managedClusters/prod' under");
    assertThat(client.read(AzureClient.GROUP).path("name").asText()).isEqualTo("g");
    String nodes = SUBSCRIPTION + "/resourceGroups/MC_g_prod_westeurope";
    assertThat(error(client.arm("GET", nodes, ""))).isEqualTo("404 ResourceGroupNotFound");
  }

  /** az's recordings: 202, two links, no body; the operation runs, and then it does not. */
  @Test
  void aPoolIsDeletedByALongRunningOperation() throws IOException {
    HttpResponse<String> reply = send("DELETE", PROD + "/agentPools/castpool");
    assertThat(reply.statusCode()).isEqualTo(202);
    assertThat(reply.body()).isEmpty();
    assertThat(reply.headers().firstValue("retry-after")).isEmpty();
    assertThat(read(PROD + "/agentPools/castpool").at("/properties/provisioningState").asText())
        .isEqualTo("Deleting");
    String link = reply.headers().firstValue("azure-asyncoperation").orElseThrow();
    assertThat(link.length()).isGreaterThan(2000);
    assertThat(json(client.send("GET", link, "")).path("status").asText()).isEqualTo("InProgress");
    assertThat(json(client.send("GET", link, "")).path("status").asText()).isEqualTo("Succeeded");
    assertThat(send("GET", PROD + "/agentPools/castpool").statusCode()).isEqualTo(404);
    assertThat(send("DELETE", PROD + "/agentPools/castpool").statusCode()).isEqualTo(204);
    String location = reply.headers().firstValue("location").orElseThrow();
    assertThat(client.send("GET", location, "").statusCode()).isEqualTo(204);
  }

  @Test
  void anOperationFailsWhenItEnds() throws IOException {
    azure.failNextOperation("PodDrainFailure", "A disruption budget holds the pods.").polls(0);
    HttpResponse<String> reply = send("DELETE", PROD + "/agentPools/castpool");
    String link = reply.headers().firstValue("azure-asyncoperation").orElseThrow();
    JsonNode status = json(client.send("GET", link, ""));
    assertThat(status.path("status").asText()).isEqualTo("Failed");
    assertThat(status.at("/error/code").asText()).isEqualTo("PodDrainFailure");
    assertThat(read(PROD + "/agentPools/castpool").at("/properties/provisioningState").asText())
        .isEqualTo("Failed");
  }

  @Test
  void theLastSystemPoolStays() throws IOException {
    HttpResponse<String> reply = send("DELETE", PROD + "/agentPools/nodepool1");
    assertThat(error(reply)).isEqualTo("400 OperationNotAllowed");
    assertThat(reply.body()).contains("There has to be at least one system agent pool.");
  }

  private String kubeconfig(String user) throws IOException {
    HttpResponse<String> reply = send("POST", PROD + "/listCluster" + user + "Credential");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    String value = json(reply).at("/kubeconfigs/0/value").asText();
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  @Test
  void credentialsDependOnWhereUsersComeFrom() throws IOException {
    azure.cluster(spec.servedBy(URI.create("http://127.0.0.1:9")));
    assertThat(kubeconfig("User")).contains("server: http://127.0.0.1:9", "token:");
    assertThat(kubeconfig("Admin")).contains("clusterAdmin_g_prod");
    azure.cluster(spec.with(AksFeature.ENTRA, AksFeature.LOCAL_ACCOUNTS_DISABLED));
    assertThat(kubeconfig("User"))
        .contains("command: kubelogin", "6dae42f8-4368-4678-94ff-3960e28e3630")
        .doesNotContain("token:");
    HttpResponse<String> reply = send("POST", PROD + "/listClusterAdminCredential");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("Getting static credential isn't allowed");
  }
}
