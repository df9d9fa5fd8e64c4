package dev.onboard4j.aks;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;

/**
 * Onboards AKS clusters: custom role, app registration or managed identity, its credential and its
 * role assignments.
 *
 * <p>The provider uses the default credential chain of the Azure SDK, or the embedder's credential:
 * {@code onboarding.with(TokenCredential.class, credential)}. It also uses the embedder's {@code
 * com.azure.core.http.HttpClient}, which must not retry, because the engine does. The cluster's API
 * server gets a token of the same credential. A {@code java.time.Clock} of the embedder decides
 * whether a client secret has expired.
 *
 * <p>Thread-safe. {@link java.util.ServiceLoader} creates it.
 */
public final class AksProvider implements ClusterProvider {
  /** Creates the provider; called by {@link java.util.ServiceLoader}. */
  public AksProvider() {}

  @Override
  public String id() {
    return AksCluster.SCHEME;
  }

  @Override
  public List<Setting> settings() {
    return AksSettings.DECLARED;
  }

  @Override
  public List<Problem> check(Settings settings) {
    return AksSettings.problems(settings);
  }

  @Override
  public ClusterRef parse(URI uri) {
    return AksCluster.parse(uri);
  }

  @Override
  public Session open(SessionContext context) {
    return AksSession.open(context);
  }
}
