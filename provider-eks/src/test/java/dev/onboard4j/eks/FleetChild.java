package dev.onboard4j.eks;

import dev.onboard4j.Onboarding;
import dev.onboard4j.OnboardingRun;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A small JVM that onboards many clusters at once through one {@code Onboarding}. */
final class FleetChild {
  private static final int AT_ONCE = 32;

  /** Shared by all clients of the AWS SDK, for the life of the JVM. */
  private static final Set<String> OF_THE_SDK = Set.of("idle-connection-reaper");

  private FleetChild() {}

  static String name(int number) {
    return "fleet-" + number;
  }

  /** Starts it; it ends at once when its memory is exhausted. */
  static Process start(URI aws, int clusters) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx512m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FleetChild.class.getName(),
            aws.toString(),
            String.valueOf(clusters));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }

  /** Prints a line for each thing that is wrong, and last what it counted. */
  public static void main(String[] arguments) throws Exception {
    RunLedger ledger = new RunLedger();
    Onboarding onboarding = onboarding(arguments[0]).on(OnboardingEvent.class, ledger::hear);
    int clusters = Integer.parseInt(arguments[1]);
    ExecutorService fleet = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<String>> running = new ArrayList<>();
    for (int i = 0; i < clusters; i++) {
      EksCluster cluster = EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", name(i));
      running.add(fleet.submit(() -> onboarded(onboarding, cluster, ledger)));
    }
    for (Future<String> one : running) {
      print(one.get());
    }
    fleet.shutdown();
    fleet.awaitTermination(1, TimeUnit.MINUTES);
    ledger.findings().forEach(FleetChild::print);
    if (!ledger.runs().values().stream().allMatch(runs -> runs == 2)) {
      print("a cluster has not two runs, one to plan and one to apply: " + ledger.runs());
    }
    leftovers().forEach(FleetChild::print);
    System.out.printf(
        "counted %d clusters, %d events, %d steps, %d MB in use%n",
        ledger.runs().size(), ledger.events(), ledger.steps(), usedMegabytes());
  }

  private static void print(String finding) {
    if (!finding.isEmpty()) {
      System.out.println(finding);
    }
  }

  private static Onboarding onboarding(String aws) {
    Onboarding onboarding = Onboarding.forProvider("eks").platform(new FleetPlatform());
    for (String service : EksSettings.SERVICES) {
      onboarding = onboarding.set("endpoint." + service, aws);
    }
    return onboarding;
  }

  /** Plans and applies; returns what is wrong. */
  private static String onboarded(Onboarding onboarding, EksCluster cluster, RunLedger ledger) {
    OnboardingRun run = onboarding.plan(cluster).start();
    boolean done = run.result().succeeded();
    if (!ledger.isOf(run.id(), cluster.uri())) {
      return "run " + run.id() + " is not known as one of " + cluster.uri();
    }
    return done ? "" : run.result().toJson();
  }

  /** The threads that are left of the runs, after the last ones had time to end. */
  private static List<String> leftovers() throws InterruptedException {
    List<String> left = List.of("");
    for (int i = 0; i < 100 && !left.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      left =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getThreadGroup() == Thread.currentThread().getThreadGroup())
              .filter(thread -> thread != Thread.currentThread())
              .map(Thread::getName)
              .filter(name -> !OF_THE_SDK.contains(name))
              .map(name -> "thread " + name + " outlives the runs")
              .toList();
    }
    return left;
  }

  private static long usedMegabytes() {
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    return (jvm.totalMemory() - jvm.freeMemory()) >> 20;
  }
}
