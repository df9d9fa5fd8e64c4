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
 * <p>Credentials are Application Default Credentials, by {@code gke.impersonate-service-account}
 * those of another account, or the embedder's: {@code onboarding.with(CredentialsProvider.class,
 * mine)}. An embedder's {@code IAMClient}, {@code ProjectsClient}, {@code ServiceUsageClient} or
 * {@code ClusterManagerClient} is used in place of our own, and not closed; let it not retry, as
 * the engine does. Thread-safe; made by {@link java.util.ServiceLoader}.
 */
public final class GkeProvider implements ClusterProvider {
  /** For {@link java.util.ServiceLoader}. */
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
