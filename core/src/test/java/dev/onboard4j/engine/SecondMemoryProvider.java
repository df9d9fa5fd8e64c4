package dev.onboard4j.engine;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;

/** Another provider under the same id. */
public final class SecondMemoryProvider implements ClusterProvider {
  @Override
  public String id() {
    return "memory";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public ClusterRef parse(URI uri) {
    return new MemoryProvider.MemoryCluster("second");
  }

  @Override
  public Session open(SessionContext context) {
    return () -> Declaration.of(List.of());
  }
}
