package dev.onboard4j.gke;

import dev.onboard4j.Onboarding;
import dev.onboard4j.run.OnboardingResult;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A program that onboards clusters of one project in a separate JVM. */
final class Child {
  private static final int PARALLEL = 8;

  private Child() {}

  static Process start(URI google, List<String> clusters) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                google.toString()));
    command.addAll(clusters);
    return new ProcessBuilder(command).inheritIO().start();
  }

  /** Exits with the number of clusters that failed. */
  public static void main(String[] arguments) throws Exception {
    Onboarding onboarding =
        Onboarding.forProvider("gke").set("platform.principal", GoogleWorld.PLATFORM);
    for (String service : GkeSettings.SERVICES) {
      onboarding = onboarding.set("endpoint." + service, arguments[0]);
    }
    Onboarding configured = onboarding;
    ExecutorService executor = Executors.newFixedThreadPool(PARALLEL);
    List<Future<Boolean>> running = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      GkeCluster cluster = GkeCluster.of(GoogleWorld.PROJECT, "europe-west4", arguments[i]);
      running.add(executor.submit(() -> succeeded(configured.plan(cluster).attempt())));
    }
    int failed = 0;
    for (Future<Boolean> result : running) {
      failed += result.get() ? 0 : 1;
    }
    System.exit(failed);
  }

  /** Prints a failed result: the parent process sees only the exit code. */
  private static boolean succeeded(OnboardingResult result) {
    if (!result.succeeded()) {
      System.err.println(result.toJson());
    }
    return result.succeeded();
  }
}
