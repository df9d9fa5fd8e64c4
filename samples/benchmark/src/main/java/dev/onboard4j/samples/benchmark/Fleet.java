package dev.onboard4j.samples.benchmark;

import dev.onboard4j.Onboarding;
import dev.onboard4j.eks.EksCluster;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A thousand clusters of one account, planned and applied in one JVM. */
final class Fleet {
  private static final int CLUSTERS = 1000;
  private static final int AT_ONCE = 8;

  private Fleet() {}

  /** Prints the result; false when a cluster failed. */
  static boolean print() {
    long start = System.nanoTime();
    int failed = 0;
    ExecutorService fleet = Executors.newFixedThreadPool(AT_ONCE);
    try (EmbeddedAws aws = EmbeddedAws.start()) {
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < CLUSTERS; i++) {
        String name = "fleet-" + i;
        aws.cluster(EksClusterSpec.of("eu-west-1", name));
        running.add(fleet.submit(() -> onboarded(aws, name)));
      }
      for (Future<Boolean> one : running) {
        failed += one.get() ? 0 : 1;
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("a cluster died", e);
    } finally {
      fleet.shutdown();
    }
    System.out.printf(
        "%d clusters planned and applied in one JVM of %d MB, embedded AWS included: %d failed,"
            + " %.0f s%n",
        CLUSTERS,
        Runtime.getRuntime().maxMemory() >> 20,
        failed,
        (System.nanoTime() - start) / 1e9);
    return failed == 0;
  }

  private static boolean onboarded(EmbeddedAws aws, String name) {
    return Onboarding.forProvider("eks")
        .set(aws.settings())
        .set(
            "platform.cluster-id",
            UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString())
        .set("platform.principal", "arn:aws:iam::111122223333:user/cast-crossrole")
        .plan(EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", name))
        .attempt()
        .succeeded();
  }
}
