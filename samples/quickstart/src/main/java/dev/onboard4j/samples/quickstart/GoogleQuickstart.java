package dev.onboard4j.samples.quickstart;

import dev.onboard4j.Onboarding;
import dev.onboard4j.gke.GkeCluster;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Onboards one GKE cluster on an embedded Google Cloud, in one sentence. */
final class GoogleQuickstart {
  private GoogleQuickstart() {}

  static void run(PrintStream out) {
    try (EmbeddedGoogle google = EmbeddedGoogle.start()) {
      google.cluster(GkeClusterSpec.of("my-project", "europe-west4", "prod"));
      Map<String, String> told = new TreeMap<>(google.settings());
      told.put(
          "platform.principal", "cast-gke-1a2b3c4d@prod-cast-identity.iam.gserviceaccount.com");
      // In production Google's own addresses hold, and the platform names its principal.
      told.forEach((key, value) -> System.setProperty("onboard4j." + key, value));
      try {
        out.println("5. The same for a GKE cluster, in one sentence.\n");
        out.println(Onboarding.forProvider("gke").plan(cluster()).plan().describe());
        OnboardingResult result = sentence();
        result.outputs().forEach((name, value) -> out.println("  " + name + " = " + value));
        out.println("\nRequests that wrote: " + writes(google));
        Onboarding.forProvider("gke").planRemoval(cluster()).apply();
      } finally {
        told.keySet().forEach(key -> System.clearProperty("onboard4j." + key));
      }
    }
  }

  private static GkeCluster cluster() {
    return GkeCluster.of("my-project", "europe-west4", "prod");
  }

  private static OnboardingResult sentence() {
    return Onboarding.forProvider("gke")
        .plan(GkeCluster.of("my-project", "europe-west4", "prod"))
        .apply();
  }

  private static Map<String, Long> writes(EmbeddedGoogle google) {
    return google.calls().stream()
        .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
        .collect(Collectors.groupingBy(RecordedCall::name, TreeMap::new, Collectors.counting()));
  }
}
