package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.testkit.contract.Announced;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the law of announced changes sees on a moto server. */
@Tag("moto")
final class MotoLawsTest {
  @Test
  void theLawNamesAnAttachmentOnMoto() {
    try (MotoWorld world = MotoWorld.fresh()) {
      Object before = world.state();
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      planned.apply();
      world.attach("cast-prod-eks-3b1a9f20", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
      assertThatThrownBy(() -> Announced.check(world, List.of(planned.plan()), before))
          .hasMessageContaining("+ iam/role cast-prod-eks-3b1a9f20/attached");
    }
  }
}
