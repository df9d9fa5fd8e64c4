package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.contract.Announced;
import dev.onboard4j.testkit.google.GoogleWorlds;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Onboarding among the members of others, in projects as they are found. */
final class GoogleWorldsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(GoogleWorlds.class)
  void nothingOfOthersIsTouched(GoogleWorlds others) {
    try (GoogleContractWorld world = GoogleContractWorld.in(folder)) {
      others.plant(world.world().google(), GoogleWorld.PROJECT);
      Object before = world.tree();
      Object state = world.state();
      var planned = world.onboarding().plan(world.cluster());
      assertThat(planned.apply().succeeded()).isTrue();
      Announced.check(world, List.of(planned.plan()), before);
      assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isFalse();
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(world.state()).isEqualTo(state);
    }
  }
}
