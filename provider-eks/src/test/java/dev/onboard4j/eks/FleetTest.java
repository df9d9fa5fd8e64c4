package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.contract.Attack;
import java.io.BufferedReader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FleetTest {
  private static final int CLUSTERS = Attack.cases(100, 1000);

  @Test
  void oneOnboardingInASmallJvmServesManyClustersAndTellsTheirEventsApart() throws Exception {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      for (int i = 0; i < CLUSTERS; i++) {
        world.aws().cluster(EksClusterSpec.of("eu-west-1", FleetChild.name(i)));
      }
      Process child = FleetChild.start(world.aws().endpoint(), CLUSTERS);
      try (BufferedReader output = child.inputReader()) {
        List<String> lines = output.lines().toList();
        assertThat(child.waitFor()).as(String.join("\n", lines)).isZero();
        assertThat(lines)
            .singleElement()
            .asString()
            .startsWith("counted " + CLUSTERS + " clusters");
        System.out.println(lines.get(0));
      } finally {
        child.destroyForcibly();
      }
    }
    Attack.tried("clusters at once through one Onboarding in a JVM of 512 MB", CLUSTERS);
  }
}
