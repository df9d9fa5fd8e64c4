package dev.onboard4j.gke;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.AbortedException;
import com.google.cloud.resourcemanager.v3.ProjectsClient;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.GetPolicyOptions;
import com.google.iam.v1.Policy;
import com.google.type.Expr;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Time;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many callers in several JVMs edit the policy of one project at once; no binding is lost. */
final class ManyEditorsTest {
  private static final int OTHERS = Attack.cases(40, 905);
  // A project has a quota of a hundred service accounts.
  private static final int HERE = Attack.cases(8, 15);
  private static final int JVMS = Attack.cases(1, 4);
  private static final int CLUSTERS_PER_JVM = Attack.cases(6, 20);
  private static final int CLUSTERS = HERE + JVMS * CLUSTERS_PER_JVM;
  private static final int TIMEOUT_SECONDS = 300;

  @Test
  void noBindingIsLost() throws Exception {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.google().enable(GoogleWorld.PROJECT, "iam.googleapis.com");
      IntStream.range(0, CLUSTERS)
          .forEach(
              i ->
                  world
                      .google()
                      .cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "europe-west4", "c" + i)));
      List<Process> children = children(world);
      try {
        hereAndOthers(world);
        for (Process child : children) {
          assertThat(child.waitFor(TIMEOUT_SECONDS, SECONDS)).isTrue();
          assertThat(child.exitValue()).as("clusters that failed").isZero();
        }
      } finally {
        children.forEach(Process::destroyForcibly);
      }
      check(world.google().state().toString());
    }
    Attack.tried(
        "editors of one project policy at once, in " + (1 + JVMS) + " JVMs", OTHERS + CLUSTERS);
  }

  private static List<Process> children(GoogleWorld world) throws Exception {
    List<Process> children = new ArrayList<>();
    for (int jvm = 0; jvm < JVMS; jvm++) {
      int first = HERE + jvm * CLUSTERS_PER_JVM;
      children.add(
          Child.start(
              world.google().endpoint(),
              IntStream.range(first, first + CLUSTERS_PER_JVM).mapToObj(i -> "c" + i).toList()));
    }
    return children;
  }

  private static void hereAndOthers(GoogleWorld world) throws Exception {
    ProjectsClient others = GoogleClients.projects(world.google());
    ExecutorService editors = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> running = new ArrayList<>();
      List<Future<OnboardingResult>> clusters = new ArrayList<>();
      for (int i = 0; i < OTHERS; i++) {
        int number = i;
        running.add(editors.submit(() -> edit(others, number)));
        if (i < HERE) {
          clusters.add(editors.submit(() -> onboard(world, "c" + number)));
        }
      }
      for (Future<?> edit : running) {
        edit.get();
      }
      for (Future<OnboardingResult> result : clusters) {
        assertThat(result.get().succeeded()).as(result.get().toJson()).isTrue();
      }
    } finally {
      editors.shutdown();
      others.shutdownNow();
    }
  }

  private static void check(String policy) {
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

  private static OnboardingResult onboard(GoogleWorld world, String name) {
    // Real time: a refused caller waits while the other callers write.
    return world
        .onboarding()
        .time(Time.system())
        .plan(GkeCluster.of(GoogleWorld.PROJECT, "europe-west4", name))
        .attempt();
  }

  /** Reads, adds a conditional binding and writes, as another tool does; repeats it if refused. */
  private static void edit(ProjectsClient client, int number) {
    GetIamPolicyRequest request =
        GetIamPolicyRequest.newBuilder()
            .setResource("projects/my-project")
            .setOptions(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(3))
            .build();
    while (true) {
      Policy now = client.getIamPolicy(request);
      Binding added =
          Binding.newBuilder()
              .setRole("roles/viewer")
              .addMembers("user:u" + number + "@example.com")
              .setCondition(Expr.newBuilder().setTitle("t").setExpression(number + " > 0"))
              .build();
      try {
        client.setIamPolicy(
            "projects/my-project", now.toBuilder().setVersion(3).addBindings(added).build());
        return;
      } catch (AbortedException again) {
        // Another caller wrote in the meantime.
      }
    }
  }
}
