package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.testkit.VirtualTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Without the service account of the platform everything but the credential is onboarded. */
final class NoPrincipalTest {
  private static Onboarding bare(GoogleWorld world) {
    return Onboarding.forProvider("gke").set(world.google().settings()).time(new VirtualTime());
  }

  @Test
  void aPersonHandsOverTheCredential() {
    try (GoogleWorld world = GoogleWorld.start()) {
      var planned = bare(world).plan(world.cluster());
      assertThat(planned.plan().changes())
          .filteredOn(change -> change.action() == Action.MANUAL)
          .extracting(change -> change.id().type())
          .contains("service-account-key");
      assertThat(planned.apply().succeeded()).isTrue();
      assertThat(bare(world).plan(world.cluster()).plan().changes())
          .extracting(Change::action)
          .containsOnly(Action.KEEP, Action.MANUAL);
    }
  }

  @Test
  void theWaysThatThePlatformHasAlreadyStay() {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      Map<String, Object> before = world.google().state();
      bare(world).plan(world.cluster()).apply();
      assertThat(world.google().state()).isEqualTo(before);
    }
  }

  @Test
  void itIsRemovedAsItWasMade() {
    try (GoogleWorld world = GoogleWorld.start()) {
      Object before = world.state();
      bare(world).plan(world.cluster()).apply();
      assertThat(bare(world).planRemoval(world.cluster()).apply().succeeded()).isTrue();
      assertThat(world.state()).isEqualTo(before);
    }
  }
}
