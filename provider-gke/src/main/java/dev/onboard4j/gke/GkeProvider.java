package dev.onboard4j.gke;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;

/**
 * Onboards GKE clusters: APIs, service account, custom role, bindings, impersonation or a key.
 *
 * <p>The provider uses Application Default Credentials, those of the account in {@code
 * gke.impersonate-service-account}, or the embedder's: {@code
 * onboarding.with(CredentialsProvider.class, provider)}. It also uses an {@code IAMClient}, {@code
 * ProjectsClient}, {@code ServiceUsageClient} or {@code ClusterManagerClient} of the embedder and
 * does not close it; such a client must not retry, because the engine does. The cluster's API
 * server gets a token of the same credentials. A {@code java.time.Clock} of the embedder decides
 * whether a key has expired.
 *
 * <p>Thread-safe. {@link java.util.ServiceLoader} creates it.
 */
public final class GkeProvider implements ClusterProvider {
  /** Creates the provider; called by {@link java.util.ServiceLoader}. */
  public GkeProvider() {}

  @Override
  public String id() {
    return GkeCluster.SCHEME;
  }

  @Override
  public List<Setting> settings() {
    return GkeSettings.DECLARED;
  }

  @Override
  public ClusterRef parse(URI uri) {
    return GkeCluster.parse(uri);
  }

  @Override
  public Session open(SessionContext context) {
    return GkeSession.open(context);
  }
}
