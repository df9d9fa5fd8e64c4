package dev.onboard4j.engine;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;

/** The provider of {@link MemoryCloud}. */
public final class MemoryProvider implements ClusterProvider {
  record MemoryCluster(String name) implements ClusterRef {
    @Override
    public String provider() {
      return "memory";
    }

    @Override
    public String account() {
      return "account";
    }

    @Override
    public String location() {
      return "here";
    }
  }

  @Override
  public String id() {
    return "memory";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.of("memory.size", Setting.Type.TEXT, "how large"),
        Setting.choice("memory.speed", "how fast", "slow", "quick"),
        Setting.of("endpoint.memory", Setting.Type.URI, "where it listens"),
        Setting.of("memory.token", Setting.Type.SECRET, "a key"),
        Setting.of("memory.profile", Setting.Type.TEXT, "whose credentials").perRun(),
        Setting.of("memory.tags", Setting.Type.MAP, "tags"));
  }

  @Override
  public List<Problem> check(Settings settings) {
    return settings.text("memory.size").filter("huge"::equals).isPresent()
            && settings.text("memory.speed").filter("quick"::equals).isPresent()
        ? List.of(new Problem("memory.speed", "huge is never quick"))
        : List.of();
  }

  @Override
  public ClusterRef parse(URI uri) {
    if (uri.getPath() == null || uri.getPath().length() < 2) {
      throw OnboardingException.badInput(List.of(new Problem("cluster", "no name in " + uri)));
    }
    return new MemoryCluster(uri.getPath().substring(1));
  }

  @Override
  public Session open(SessionContext context) {
    MemoryCloud cloud = context.given(MemoryCloud.class).orElseGet(MemoryCloud::new);
    cloud.session.context = context;
    return cloud.session;
  }
}
