package dev.onboard4j.samples.quickstart;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.eks.EksCluster;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.io.PrintStream;

/**
 * Plans, onboards, plans again and removes an EKS cluster, then a GKE and an AKS cluster, on
 * embedded clouds.
 */
public final class Quickstart {
  private Quickstart() {}

  /** Runs it; takes no arguments and needs nothing but a JDK. */
  public static void main(String[] arguments) {
    run(System.out);
  }

  static void run(PrintStream out) {
    try (EmbeddedAws aws = EmbeddedAws.start();
        EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start()) {
      aws.cluster(EksClusterSpec.of("eu-west-1", "prod").servedBy(kubernetes.endpoint()));
      Onboarding onboarding =
          Onboarding.forProvider("eks")
              .set(aws.settings())
              .set("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa")
              .set("platform.principal", "arn:aws:iam::111122223333:user/cast-crossrole")
              .on(OnboardingEvent.StepEnded.class, step -> out.println(words(step)));
      EksCluster cluster = EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", "prod");

      out.println("1. What would be done. Nothing is written.\n");
      ApplicablePlan planned = onboarding.plan(cluster);
      out.println(planned.plan().describe());

      out.println("2. Doing exactly that.\n");
      OnboardingResult result = planned.apply();
      result.outputs().forEach((name, value) -> out.println("  " + name + " = " + value));

      out.println("\n3. Planning again: nothing to do.\n");
      out.println(onboarding.plan(cluster).plan().describe());

      out.println("4. Removing what is ours.\n");
      onboarding.planRemoval(cluster).apply();
      out.println("\nLeft in the account: " + aws.state());
      out.println("Requests to AWS in all: " + aws.calls().size());
      out.println("Requests to the cluster in all: " + kubernetes.calls().size() + "\n");
    }
    GoogleQuickstart.run(out);
    AzureQuickstart.run(out);
  }

  private static String words(OnboardingEvent.StepEnded step) {
    return "  " + step.outcome().status() + ": " + step.action() + " " + step.id();
  }
}
