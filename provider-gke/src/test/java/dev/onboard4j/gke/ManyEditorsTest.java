package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.AbortedException;
import com.google.cloud.resourcemanager.v3.ProjectsClient;
import com.google.cloud.resourcemanager.v3.ProjectsSettings;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.GetPolicyOptions;
import com.google.iam.v1.Policy;
import com.google.type.Expr;
import dev.onboard4j.OnboardingResult;
import dev.onboard4j.testkit.Attack;
import dev.onboard4j.testkit.GkeClusterSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many edit the policy of one project at once, and nobody's binding is lost. */
final class ManyEditorsTest {
  private static final int OTHERS = Attack.cases(80, 900);
  private static final int CLUSTERS = Attack.cases(20, 100);

  @Test
  void nobodysBindingIsLost() throws Exception {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.google().enable(GoogleWorld.PROJECT, "iam.googleapis.com");
      ProjectsClient others = client(world);
      ExecutorService editors = Executors.newFixedThreadPool(16);
      try {
        List<Future<?>> running = new ArrayList<>();
        List<Future<OnboardingResult>> clusters = new ArrayList<>();
        for (int i = 0; i < Math.max(OTHERS, CLUSTERS); i++) {
          int number = i;
          if (i < OTHERS) {
            running.add(editors.submit(() -> edit(others, number)));
          }
          if (i < CLUSTERS) {
            clusters.add(editors.submit(() -> onboard(world, "c" + number)));
          }
        }
        for (Future<?> one : running) {
          one.get();
        }
        for (Future<OnboardingResult> one : clusters) {
          assertThat(one.get().succeeded()).as(one.get().toJson()).isTrue();
        }
      } finally {
        editors.shutdown();
        others.shutdownNow();
      }
      String policy = world.google().state().toString();
      for (int i = 0; i < OTHERS; i++) {
        assertThat(policy).contains("roles/viewer user:u" + i + "@example.com if " + i + " > 0");
      }
      for (int i = 0; i < CLUSTERS; i++) {
        String account = "castai-gke-" + GkeNames.hash("c" + i) + "@my-project";
        assertThat(policy).contains("roles/iam.serviceAccountUser serviceAccount:" + account);
        assertThat(policy).contains("castai.gkeAccess serviceAccount:" + account);
      }
      assertThat(policy).contains("roles/owner user:owner@example.com");
    }
    Attack.tried("editors of one project policy at once", OTHERS + CLUSTERS);
  }

  private static OnboardingResult onboard(GoogleWorld world, String name) {
    world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "europe-west4", name));
    return world
        .onboarding()
        .plan(GkeCluster.of(GoogleWorld.PROJECT, "europe-west4", name))
        .attempt();
  }

  private static ProjectsClient client(GoogleWorld world) throws IOException {
    return ProjectsClient.create(
        ProjectsSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(
                ProjectsSettings.defaultGrpcTransportProviderBuilder()
                    .setEndpoint("127.0.0.1:" + world.google().endpoint().getPort())
                    .setChannelConfigurator(builders -> builders.usePlaintext())
                    .build())
            .build());
  }

  /** As any other tool would: read, add a conditional binding, write, and again when refused. */
  private static void edit(ProjectsClient client, int number) {
    GetIamPolicyRequest request =
        GetIamPolicyRequest.newBuilder()
            .setResource("projects/my-project")
            .setOptions(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(3))
            .build();
    while (true) {
      Policy now = client.getIamPolicy(request);
      Binding mine =
          Binding.newBuilder()
              .setRole("roles/viewer")
              .addMembers("user:u" + number + "@example.com")
              .setCondition(Expr.newBuilder().setTitle("t").setExpression(number + " > 0"))
              .build();
      try {
        client.setIamPolicy(
            "projects/my-project", now.toBuilder().setVersion(3).addBindings(mine).build());
        return;
      } catch (AbortedException again) {
        // Somebody else wrote in between.
      }
    }
  }
}
