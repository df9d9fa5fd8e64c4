package dev.onboard4j.samples.benchmark;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;

/** Declares the graph that the benchmark measures. */
public final class GraphProvider implements ClusterProvider {
  /** The one cluster of a graph. */
  record GraphCluster(String name) implements ClusterRef {
    @Override
    public String provider() {
      return "graph";
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

  /** For the ServiceLoader. */
  public GraphProvider() {}

  @Override
  public String id() {
    return "graph";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public ClusterRef parse(URI uri) {
    return new GraphCluster("any");
  }

  @Override
  public Session open(SessionContext context) {
    GraphCloud cloud = context.given(GraphCloud.class).orElseThrow();
    return () -> Declaration.of(cloud.resources());
  }
}
