package dev.onboard4j.samples.selfmanaged;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.ClusterUri;
import java.net.URI;
import java.util.List;

/**
 * Onboards clusters that no cloud manages: {@code selfmanaged://OWNER/SITE/NAME}.
 *
 * <p>It declares no resources. The access of components in the cluster is the work of k8s-rbac,
 * which reaches the cluster by {@code kubernetes.kubeconfig}.
 */
public final class SelfManagedProvider implements ClusterProvider {
  private static final String KUBECONFIG = "kubernetes.kubeconfig";

  /** For {@link java.util.ServiceLoader}. */
  public SelfManagedProvider() {}

  private record SelfManagedCluster(String account, String location, String name)
      implements ClusterRef {
    @Override
    public String provider() {
      return "selfmanaged";
    }
  }

  @Override
  public String id() {
    return "selfmanaged";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public ClusterRef parse(URI uri) {
    ClusterUri parts = ClusterUri.parse(uri, "selfmanaged://OWNER/SITE/NAME");
    return new SelfManagedCluster(parts.account(), parts.location(), parts.name());
  }

  @Override
  public Session open(SessionContext context) {
    if (context.settings().text(KUBECONFIG).isEmpty()) {
      throw OnboardingException.badInput(
          List.of(new Problem(KUBECONFIG, "is required: it is the only way to reach the cluster")));
    }
    return () -> Declaration.of(List.of());
  }
}
