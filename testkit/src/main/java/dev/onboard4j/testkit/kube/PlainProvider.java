package dev.onboard4j.testkit.kube;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;

/**
 * A cloud without anything of its own; a test hands over how its API server is reached, by {@code
 * onboarding.with(KubernetesAccess.class, access)}, and what it declares. Thread-safe.
 *
 * <p>A module whose tests use it names it in {@code META-INF/services} of its test resources.
 */
public final class PlainProvider implements ClusterProvider {
  /** Used by {@link java.util.ServiceLoader}. */
  public PlainProvider() {}

  /** The resources that a test declares for this provider: {@code onboarding.with(...)}. */
  @FunctionalInterface
  public interface Declaration {
    /** The resources of one session. */
    List<Resource> resources(SessionContext context);
  }

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
    return () ->
        dev.onboard4j.spi.Declaration.of(
                context.given(Declaration.class).stream()
                    .flatMap(given -> given.resources(context).stream())
                    .toList())
            .reachedBy(() -> context.given(KubernetesAccess.class));
  }
}
