package dev.onboard4j.samples.benchmark;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.eks.EksCluster;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Measures how deep the work on one EKS cluster is: the longest chain of requests each of which
 * starts when the one before has ended, and how close the whole time comes to that chain.
 *
 * <p>Prints a table; {@code x bound} is the time over max(chain, calls / parallelism) x latency.
 */
final class EksDepth {
  private static final int PARALLEL = 64;

  private EksDepth() {}

  static void print(long latency) {
    try (EmbeddedAws aws = EmbeddedAws.start()) {
      // The first round loads classes and opens connections; the second one counts.
      round(aws, "warm", Duration.ZERO);
      List<Row> rows = round(aws, "prod", Duration.ofMillis(latency));
      System.out.printf(
          "EKS on the embedded AWS, %d ms a request, %d in parallel%n", latency, PARALLEL);
      System.out.printf(
          "%-26s %7s %7s %7s %9s %9s%n", "phase", "calls", "reads", "deep", "seconds", "x bound");
      rows.forEach(row -> row.print(latency));
    }
  }

  private static List<Row> round(EmbeddedAws aws, String name, Duration latency) {
    aws.cluster(EksClusterSpec.of("eu-west-1", name)).latency(latency);
    Onboarding onboarding =
        Onboarding.forProvider("eks")
            .set(aws.settings())
            .set("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa")
            .set("platform.principal", "arn:aws:iam::111122223333:user/cast-crossrole")
            .parallelism(PARALLEL);
    EksCluster cluster = EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", name);
    return List.of(
        measured(aws, "plan, nothing there yet", () -> onboarding.plan(cluster), latency),
        measured(aws, "plan and apply", () -> onboarding.plan(cluster).apply(), latency),
        measured(aws, "plan, nothing to do", () -> onboarding.plan(cluster), latency),
        measured(aws, "drift", () -> onboarding.drift(cluster), latency),
        measured(aws, "plan removal and apply", () -> removed(onboarding, cluster), latency));
  }

  private static Object removed(Onboarding onboarding, EksCluster cluster) {
    ApplicablePlan removal = onboarding.planRemoval(cluster);
    return removal.apply();
  }

  private static Row measured(EmbeddedAws aws, String phase, Supplier<?> work, Duration latency) {
    aws.forgetCalls();
    long start = System.nanoTime();
    Objects.requireNonNull(work.get());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    List<RecordedCall> calls = aws.calls();
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
