package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.OnboardingPlan;
import dev.onboard4j.OnboardingResult;
import dev.onboard4j.testkit.EksClusterSpec;
import dev.onboard4j.testkit.EmbeddedAws;
import org.junit.jupiter.api.Test;

final class EndToEndTest {
  @Test
  void aClusterComesOnBoardAndLeaves() {
    try (EmbeddedAws aws = EmbeddedAws.start()) {
      aws.cluster(EksClusterSpec.of("eu-west-1", "prod"));
      Onboarding onboarding =
          Onboarding.forProvider("eks")
              .set(aws.settings())
              .set("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa")
              .set("platform.principal", "arn:aws:iam::111122223333:user/cast-crossrole");
      EksCluster cluster = EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", "prod");
      var planned = onboarding.plan(cluster);
      System.out.println(planned.plan().describe());
      OnboardingResult result = planned.apply();
      System.out.println(result.toJson());
      OnboardingPlan again = onboarding.plan(cluster).plan();
      System.out.println(again.describe());
      assertThat(again.hasChanges()).isFalse();
      System.out.println(onboarding.planRemoval(cluster).plan().describe());
      onboarding.planRemoval(cluster).apply();
      assertThat(aws.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
      aws.calls()
          .forEach(c -> System.out.println(c.name() + " " + c.status() + " " + c.resource()));
    }
  }
}
