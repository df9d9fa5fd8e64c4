package dev.onboard4j.spi;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import java.util.Optional;

/**
 * Who receives the access: registers the cluster, names the principal to trust, takes credentials.
 *
 * <p>Every request goes through the {@link RequestContext} that is handed in, as those of handlers
 * do; its {@link dev.onboard4j.model.ApiRequest#account() account} is the platform's. Thread-safe.
 */
public interface Platform extends Contributor {
  /** What the platform knows of the cluster; empty when it was never registered. Reads only. */
  Optional<Registration> find(ClusterRef cluster, RequestContext requests);

  /** Makes the cluster known to the platform: the one write outside a plan. Idempotent. */
  Registration register(ClusterRef cluster, RequestContext requests);

  /** The version of a credential that the platform holds. Reads only. */
  Optional<String> delivered(ClusterRef cluster, String credential, RequestContext requests);

  /** Hands a credential over. */
  void deliver(
      ClusterRef cluster, String credential, String version, Secret value, RequestContext requests);

  /** No platform: settings name the cluster id and the principal, and nothing takes credentials. */
  static Platform none() {
    return new NoPlatform();
  }
}
