package dev.onboard4j.samples.benchmark;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.aks.AksCluster;
import dev.onboard4j.eks.EksCluster;
import dev.onboard4j.gke.GkeCluster;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.azure.AksClusterSpec;
import dev.onboard4j.testkit.azure.EmbeddedAzure;
import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Measures how deep the work on one cluster of each cloud is: the longest chain of requests each of
 * which starts when the one before has ended, and how close the whole time comes to that chain.
 *
 * <p>Prints a table for each cloud; {@code x bound} is the time over max(chain, calls /
 * parallelism) x latency.
 */
final class CloudDepth {
  private static final int PARALLEL = 64;

  private CloudDepth() {}

  static void print(long latency) {
    try (EmbeddedAws aws = EmbeddedAws.start();
        EmbeddedGoogle google = EmbeddedGoogle.start();
        EmbeddedAzure azure = EmbeddedAzure.start()) {
      print(eks(aws), latency);
      print(gke(google), latency);
      print(aks(azure), latency);
    }
  }

  /**
   * One cloud and what is asked of it.
   *
   * @param cluster puts a cluster of a name into the cloud
   */
  private record Subject(
      String title,
      EmbeddedCloud cloud,
      Onboarding onboarding,
      Function<String, ClusterRef> cluster) {}

  private static Subject eks(EmbeddedAws aws) {
    return new Subject(
        "EKS on the embedded AWS",
        aws,
        onboarding("eks", aws, "arn:aws:iam::111122223333:user/cast-crossrole"),
        name -> {
          aws.cluster(EksClusterSpec.of("eu-west-1", name));
          return EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", name);
        });
  }

  private static Subject gke(EmbeddedGoogle google) {
    return new Subject(
        "GKE on the embedded Google Cloud",
        google,
        onboarding("gke", google, "cast-gke-1a2b@prod-cast-identity.iam.gserviceaccount.com"),
        name -> {
          google.cluster(GkeClusterSpec.of("my-project", "europe-west4", name));
          return GkeCluster.of("my-project", "europe-west4", name);
        });
  }

  private static Subject aks(EmbeddedAzure azure) {
    return new Subject(
        "AKS on the embedded Azure",
        azure,
        onboarding("aks", azure, "104001234567890123456"),
        name -> {
          azure.cluster(
              AksClusterSpec.of(EmbeddedAzure.SUBSCRIPTION, "production", name)
                  .servedBy(URI.create("")));
          return AksCluster.of(EmbeddedAzure.SUBSCRIPTION, "production", name);
        });
  }

  private static Onboarding onboarding(String provider, EmbeddedCloud cloud, String principal) {
    return Onboarding.forProvider(provider)
        .set(cloud.settings())
        .set("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa")
        .set("platform.principal", principal)
        .parallelism(PARALLEL);
  }

  private static void print(Subject subject, long latency) {
    // The first round loads classes and opens connections; the second one counts.
    round(subject, "warm", Duration.ZERO);
    List<Row> rows = round(subject, "prod", Duration.ofMillis(latency));
    System.out.printf("%s, %d ms a request, %d in parallel%n", subject.title, latency, PARALLEL);
    System.out.printf(
        "%-26s %7s %7s %7s %9s %9s%n", "phase", "calls", "reads", "deep", "seconds", "x bound");
    rows.forEach(row -> row.print(latency));
  }

  private static List<Row> round(Subject subject, String name, Duration latency) {
    ClusterRef cluster = subject.cluster.apply(name);
    EmbeddedCloud cloud = subject.cloud;
    cloud.latency(latency);
    Onboarding onboarding = subject.onboarding;
    return List.of(
        measured(cloud, "plan, nothing there yet", () -> onboarding.plan(cluster), latency),
        measured(cloud, "plan and apply", () -> onboarding.plan(cluster).apply(), latency),
        measured(cloud, "plan, nothing to do", () -> onboarding.plan(cluster), latency),
        measured(cloud, "drift", () -> onboarding.drift(cluster), latency),
        measured(cloud, "plan removal and apply", () -> removed(onboarding, cluster), latency));
  }

  private static Object removed(Onboarding onboarding, ClusterRef cluster) {
    ApplicablePlan removal = onboarding.planRemoval(cluster);
    return removal.apply();
  }

  private static Row measured(
      EmbeddedCloud cloud, String phase, Supplier<?> work, Duration latency) {
    cloud.forgetCalls();
    long start = System.nanoTime();
    Objects.requireNonNull(work.get());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    List<RecordedCall> calls = cloud.calls();
    long reads = calls.stream().filter(call -> call.effect() == RecordedCall.Effect.READ).count();
    return new Row(phase, calls.size(), (int) reads, took, deep(calls, latency));
  }

  /** Takes requests in order of arrival; each follows the deepest one that ended before it. */
  private static int deep(List<RecordedCall> calls, Duration latency) {
    List<RecordedCall> sorted =
        calls.stream().sorted(Comparator.comparing(RecordedCall::at)).toList();
    int[] depth = new int[sorted.size()];
    int deepest = 0;
    for (int i = 0; i < sorted.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (!sorted.get(j).at().plus(latency).isAfter(sorted.get(i).at())) {
          depth[i] = Math.max(depth[i], depth[j]);
        }
      }
      depth[i]++;
      deepest = Math.max(deepest, depth[i]);
    }
    return deepest;
  }

  /** One line of the table. */
  private record Row(String phase, int calls, int reads, Duration took, int deep) {
    void print(long latency) {
      double seconds = took.toMillis() / 1000.0;
      double bound = Math.max(deep, (double) calls / PARALLEL) * latency / 1000.0;
      System.out.printf(
          "%-26s %7d %7d %7d %9.2f %9.2f%n", phase, calls, reads, deep, seconds, seconds / bound);
    }
  }
}
