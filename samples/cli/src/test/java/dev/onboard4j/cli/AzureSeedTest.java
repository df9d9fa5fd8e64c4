package dev.onboard4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.testkit.azure.EmbeddedAzure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AzureSeedTest {
  @TempDir private Path folder;
  private final EmbeddedAzure azure = EmbeddedAzure.start();

  @AfterEach
  void stop() {
    azure.close();
  }

  private void plant(String yaml) throws IOException {
    Path file = folder.resolve("seed.yaml");
    Files.writeString(file, yaml);
    AzureSeed.plant(azure, Json.yaml(file).get("azure"));
  }

  @Test
  void aSeedHoldsClustersGroupsAndWhatOthersMade() throws IOException {
    plant(
        """
        azure:
          resourceGroups:
            - {name: network}
          clusters:
            - resourceGroup: production
              name: prod
              nodeResourceGroup: nodes
              features: [entra, locked-node-group]
              pools:
                - {name: system, subnet: /net/a, podSubnet: /net/b}
          denyAssignments:
            - {scope: /subscriptions/x/resourceGroups/network, name: zone, actions: ['*/write']}
          requests:
            - {method: POST, path: /v1.0/applications, body: {displayName: theirs}}
        """);
    assertThat(azure.clusters())
        .containsExactly("aks://" + EmbeddedAzure.SUBSCRIPTION + "/production/prod");
    assertThat(azure.state().toString())
        .contains("nodeResourceGroup=nodes", "podSubnetID=/net/b", "restrictionLevel=ReadOnly")
        .contains("name=network", "denyAssignmentName=zone", "displayName=theirs");
  }

  @Test
  void aRequestThatIsRefusedIsAWrongSeed() {
    assertThatThrownBy(() -> plant("azure: {requests: [{method: POST, path: /v1.0/applications}]}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("displayName");
  }

  @Test
  void aClusterWithoutFactsIsAnOrdinaryOne() throws IOException {
    plant("azure: {clusters: [{}]}");
    assertThat(azure.state().toString()).contains("nodeResourceGroup=MC_production_prod");
  }
}
