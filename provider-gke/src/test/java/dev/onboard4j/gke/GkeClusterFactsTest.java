package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.container.v1.Cluster;
import com.google.container.v1.ControlPlaneEndpointsConfig;
import com.google.container.v1.ControlPlaneEndpointsConfig.DNSEndpointConfig;
import com.google.container.v1.ControlPlaneEndpointsConfig.IPEndpointsConfig;
import com.google.container.v1.MasterAuth;
import com.google.iam.admin.v1.ServiceAccount;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clusters of other kinds, and accounts that other tools made. */
final class GkeClusterFactsTest {
  private static final GkeCluster OTHER = GkeCluster.of(GoogleWorld.PROJECT, "us-east1", "other");

  private GoogleWorld world;

  @BeforeEach
  void start() {
    world = GoogleWorld.withIam();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static GkeClusterSpec other() {
    return GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1", "other");
  }

  @Test
  void anAutopilotClusterIsRefusedAndCanBeReadAndRemoved() {
    world.google().cluster(other().inAutopilot());
    assertThatThrownBy(() -> world.onboarding().plan(OTHER))
        .hasMessageContaining("is an Autopilot cluster: Google manages its nodes");
    assertThat(world.onboarding().drift(OTHER).changes()).isNotEmpty();
    assertThat(world.onboarding().planRemoval(OTHER).apply().succeeded()).isTrue();
  }

  @Test
  void theMemberBelongsToThePoolOfTheCluster() {
    world.google().cluster(other().withWorkloadPool("fleet-host.svc.id.goog"));
    world.onboarding().set("gke.access", "workload-identity").plan(OTHER).apply();
    assertThat(world.google().state().toString())
        .contains(
            "roles/iam.serviceAccountUser"
                + " serviceAccount:fleet-host.svc.id.goog[castai-agent/castai-cloud-proxy]");
  }

  @Test
  void aRemovalTellsOfTheNodePoolsOfThePlatform() {
    world
        .google()
        .cluster(other().withNodePools(List.of("default-pool", "castpool", "castpool-arm")));
    StringBuilder notes = new StringBuilder();
    world
        .onboarding()
        .on(OnboardingEvent.Note.class, note -> notes.append(note.words()))
        .planRemoval(OTHER);
    assertThat(notes).contains("the node pools [castpool, castpool-arm] of the platform stay");
  }

  @Test
  void aDescriptionWithoutRoomForTheMarksIsToldInThePlan() throws Exception {
    try (IAMClient iam = GoogleClients.iam(world.google())) {
      iam.createServiceAccount(
          "projects/my-project",
          "castai-gke-f6c433ac",
          ServiceAccount.newBuilder().setDescription("x".repeat(200)).build());
    }
    assertThatThrownBy(() -> world.onboarding().adopt("all").plan(world.cluster()))
        .hasMessageContaining("has 200 bytes and leaves no room for the marks")
        .satisfies(
            e ->
                assertThat(((OnboardingException) e).remedy()).contains("shorten it to 111 bytes"));
  }

  @Test
  void aDescriptionOfTheToldLengthIsAdoptedWithAKey() throws Exception {
    try (IAMClient iam = GoogleClients.iam(world.google())) {
      iam.createServiceAccount(
          "projects/my-project",
          "castai-gke-f6c433ac",
          ServiceAccount.newBuilder().setDescription("x".repeat(111)).build());
    }
    world.onboarding().adopt("all").plan(world.cluster()).apply();
    assertThat(world.google().state().toString()).contains("x".repeat(111) + " (onboard4j:");
  }

  private static Cluster cluster(IPEndpointsConfig.Builder ip) {
    return Cluster.newBuilder()
        .setEndpoint("34.1.2.3")
        .setMasterAuth(
            MasterAuth.newBuilder()
                .setClusterCaCertificate(
                    Base64.getEncoder().encodeToString("pem".getBytes(StandardCharsets.UTF_8))))
        .setControlPlaneEndpointsConfig(
            ControlPlaneEndpointsConfig.newBuilder()
                .setIpEndpointsConfig(ip.setPrivateEndpoint("10.0.0.2"))
                .setDnsEndpointConfig(
                    DNSEndpointConfig.newBuilder()
                        .setEndpoint("gke-1.us-east1.gke.goog")
                        .setAllowExternalTraffic(true)))
        .build();
  }

  @Test
  void aPublicAddressIsReachedWithTheAuthorityOfTheCluster() {
    Cluster found =
        cluster(IPEndpointsConfig.newBuilder().setEnabled(true).setEnablePublicEndpoint(true));
    assertThat(GkeEndpoint.of(found))
        .hasValueSatisfying(
            endpoint -> {
              assertThat(endpoint.server()).isEqualTo(URI.create("https://34.1.2.3"));
              assertThat(endpoint.authority()).isEqualTo("pem");
              assertThat(endpoint.aliases())
                  .contains(
                      URI.create("https://10.0.0.2"),
                      URI.create("https://gke-1.us-east1.gke.goog"));
            });
  }

  @Test
  void aClusterWithoutAPublicAddressIsReachedByItsDnsEndpoint() {
    for (IPEndpointsConfig.Builder ip :
        List.of(
            IPEndpointsConfig.newBuilder().setEnabled(true).setEnablePublicEndpoint(false),
            IPEndpointsConfig.newBuilder().setEnabled(false).setEnablePublicEndpoint(true))) {
      assertThat(GkeEndpoint.of(cluster(ip)))
          .hasValueSatisfying(
              endpoint -> {
                assertThat(endpoint.server())
                    .isEqualTo(URI.create("https://gke-1.us-east1.gke.goog"));
                assertThat(endpoint.authority()).isEmpty();
              });
    }
  }
}
