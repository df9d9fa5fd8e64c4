package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Operation;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class CheckWithoutRequestTest {
  private final NamedPlatform platform = new NamedPlatform();
  private final MemoryCloud cloud = new MemoryCloud().plain("a");

  @Test
  void checkingAsksNoPlatformAndPlanningAsksItOnce() {
    var onboarding = cloud.onboarding().platform(platform);
    assertThat(onboarding.check(URI.create("memory://account/here/prod"), Operation.APPLY))
        .isEmpty();
    assertThat(platform.asked).hasValue(0);
    onboarding.plan(MemoryCloud.cluster());
    assertThat(platform.asked).hasValue(1);
  }
}
