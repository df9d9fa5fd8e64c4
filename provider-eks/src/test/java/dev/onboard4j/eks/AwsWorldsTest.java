package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.aws.AwsWorlds;
import dev.onboard4j.testkit.contract.Announced;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Onboarding among the objects of others, in accounts as they are found. */
final class AwsWorldsTest {
  @ParameterizedTest
  @EnumSource(AwsWorlds.class)
  void nothingOfOthersIsTouched(AwsWorlds others) {
    try (AwsContractWorld world = AwsContractWorld.start()) {
      others.plant(world.world().aws());
      Object before = world.tree();
      var planned = world.onboarding().plan(world.cluster());
      assertThat(planned.apply().succeeded()).isTrue();
      Announced.check(world, List.of(planned.plan()), before);
      assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isFalse();
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(world.tree()).isEqualTo(before);
    }
  }
}
