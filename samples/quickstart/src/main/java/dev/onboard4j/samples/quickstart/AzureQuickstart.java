package dev.onboard4j.samples.quickstart;

import dev.onboard4j.Onboarding;
import dev.onboard4j.aks.AksCluster;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.testkit.azure.AksClusterSpec;
import dev.onboard4j.testkit.azure.EmbeddedAzure;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.io.PrintStream;

/** Onboards one AKS cluster on an embedded Azure and Entra. */
final class AzureQuickstart {
  private AzureQuickstart() {}

  static void run(PrintStream out) {
    try (EmbeddedAzure azure = EmbeddedAzure.start();
        EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start()) {
      azure.cluster(
          AksClusterSpec.of(EmbeddedAzure.SUBSCRIPTION, "production", "prod")
              .servedBy(kubernetes.endpoint()));
      Onboarding onboarding =
          Onboarding.forProvider("aks")
              .set(azure.settings())
              .set("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa")
              .set("platform.principal", "104001234567890123456");
      AksCluster cluster = AksCluster.of(EmbeddedAzure.SUBSCRIPTION, "production", "prod");

      out.println("\n6. The same for an AKS cluster.\n");
      out.println(onboarding.plan(cluster).plan().describe());
      OnboardingResult result = onboarding.plan(cluster).apply();
      result.outputs().forEach((name, value) -> out.println("  " + name + " = " + value));
      onboarding.planRemoval(cluster).apply();
      out.println("Requests to Azure in all: " + azure.calls().size());
    }
  }
}
