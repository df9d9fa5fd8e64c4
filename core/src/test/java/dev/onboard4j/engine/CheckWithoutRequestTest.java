package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CheckWithoutRequestTest {
  /** Counts how often it is asked. */
  private static final class CountingPlatform implements Platform {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public String id() {
      return "counting";
    }

    @Override
    public List<Setting> settings() {
      return List.of();
    }

    @Override
    public Session open(SessionContext context) {
      return Platform.none().open(context);
    }

    @Override
    public Optional<Registration> find(ClusterRef cluster, RequestContext requests) {
      asked.incrementAndGet();
      return Optional.of(Registration.none());
    }

    @Override
    public Registration register(ClusterRef cluster, RequestContext requests) {
      return Platform.none().register(cluster, requests);
    }

    @Override
    public Optional<String> delivered(
        ClusterRef cluster, String credential, RequestContext requests) {
      return Optional.empty();
    }

    @Override
    public void deliver(
        ClusterRef cluster,
        String credential,
        String version,
        Secret value,
        RequestContext requests) {
      Platform.none().deliver(cluster, credential, version, value, requests);
    }
  }

  private final CountingPlatform platform = new CountingPlatform();
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
