package dev.onboard4j.rbac;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A cloud without anything of its own; how its API server is reached is handed over. */
public final class PlainProvider implements ClusterProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PlainProvider() {}

  private record PlainCluster(String account, String location, String name) implements ClusterRef {
    @Override
    public String provider() {
      return "plain";
    }
  }

  @Override
  public String id() {
    return "plain";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public ClusterRef parse(URI uri) {
    String[] path = uri.getPath().split("/", -1);
    return new PlainCluster(uri.getAuthority(), path[1], path[2]);
  }

  @Override
  public Session open(SessionContext context) {
    return new PlainSession(context);
  }

  private record PlainSession(SessionContext context) implements Session {
    @Override
    public List<Resource> resources() {
      if (!AwsAuthEntry.wanted(context)) {
        return List.of();
      }
      return AwsAuth.reach(context).map(auth -> AwsAuthEntry.declared(context, auth)).stream()
          .toList();
    }

    @Override
    public Optional<KubernetesAccess> kubernetes() {
      return context.given(KubernetesAccess.class);
    }
  }
}
