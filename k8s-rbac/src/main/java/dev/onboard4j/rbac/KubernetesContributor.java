package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubernetesSettings;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.List;

/**
 * Sets up the access of hosted components in the cluster: namespace, service accounts, roles,
 * bindings, as the blueprint's section {@code contributors.kubernetes} lists them.
 *
 * <p>Works under any cluster provider. The API server is reached by the access of the provider, by
 * the kubeconfig of {@code kubernetes.kubeconfig}, or by the embedder's client: {@code
 * onboarding.with(ApiClient.class, mine)}, which is not closed. Thread-safe; created by {@link
 * java.util.ServiceLoader}.
 */
public final class KubernetesContributor implements Contributor {
  /** Used by {@link java.util.ServiceLoader}. */
  public KubernetesContributor() {}

  @Override
  public String id() {
    return ObjectRef.SERVICE;
  }

  @Override
  public List<Setting> settings() {
    return RbacSettings.declared();
  }

  @Override
  public List<Problem> check(Settings settings) {
    return KubernetesSettings.problems(settings);
  }

  @Override
  public Session open(SessionContext context) {
    return RbacSession.open(context);
  }
}
