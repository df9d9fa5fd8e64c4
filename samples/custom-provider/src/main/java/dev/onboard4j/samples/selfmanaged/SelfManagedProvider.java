package dev.onboard4j.samples.selfmanaged;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;

/**
 * Onboards clusters that no cloud manages: {@code selfmanaged://OWNER/SITE/NAME}.
 *
 * <p>There is nothing to be made outside of the cluster. The access of components inside of it is
 * the work of k8s-rbac, which is told the way by {@code kubernetes.kubeconfig}.
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
    String[] parts = uri.getSchemeSpecificPart().replaceFirst("^//", "").split("/", -1);
    if (parts.length != 3 || List.of(parts).contains("")) {
      throw OnboardingException.badInput(
          List.of(
              new Problem(
                  "cluster", "'" + uri + "' is not of the form selfmanaged://OWNER/SITE/NAME")));
    }
    return new SelfManagedCluster(parts[0], parts[1], parts[2]);
  }

  @Override
  public Session open(SessionContext context) {
    if (context.settings().text(KUBECONFIG).isEmpty()) {
      throw OnboardingException.badInput(
          List.of(new Problem(KUBECONFIG, "is needed: nobody else knows the way to the cluster")));
    }
    return List::of;
  }
}
