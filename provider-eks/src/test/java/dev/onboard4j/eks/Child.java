package dev.onboard4j.eks;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A separate JVM that onboards or removes clusters. */
final class Child {
  private static final int AT_ONCE = 8;

  private Child() {}

  /** Starts a child and passes its secrets in the environment, as in production. */
  static Process start(URI aws, String verb, List<String> clusters) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                aws.toString(),
                verb));
    command.addAll(clusters);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", Canary.VALUE + "-key");
    builder.environment().put("AWS_SESSION_TOKEN", Canary.VALUE + "-token");
    return builder.start();
  }

  /** Exits with the number of failed clusters. */
  public static void main(String[] arguments) throws Exception {
    Onboarding onboarding = Onboarding.forProvider("eks");
    for (String service : EksSettings.SERVICES) {
      onboarding = onboarding.set("endpoint." + service, arguments[0]);
    }
    Onboarding ready = onboarding.set("platform.principal", EmbeddedWorld.PRINCIPAL);
    ExecutorService fleet = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<Boolean>> running = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      String name = arguments[i];
      running.add(fleet.submit(() -> done(ready, arguments[1], name)));
    }
    int failed = 0;
    for (Future<Boolean> one : running) {
      failed += one.get() ? 0 : 1;
    }
    System.exit(failed);
  }

  private static boolean done(Onboarding onboarding, String verb, String name) {
    EksCluster cluster = EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", name);
    Onboarding one = onboarding.set("platform.cluster-id", clusterId(name));
    ApplicablePlan planned = verb.equals("remove") ? one.planRemoval(cluster) : one.plan(cluster);
    return planned.attempt().succeeded();
  }

  static String clusterId(String name) {
    return name.equals("prod")
        ? EmbeddedWorld.CLUSTER_ID
        : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
