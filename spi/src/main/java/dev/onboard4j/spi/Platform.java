package dev.onboard4j.spi;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import java.util.Optional;

/**
 * Receives the access: registers the cluster, names the principal to trust, stores credentials.
 *
 * <p>Every request goes through the given {@link RequestContext}, as in handlers. A request's
 * {@link dev.onboard4j.model.ApiRequest#account() account} is the platform's own. Thread-safe.
 */
public interface Platform extends Contributor {
  /** Finds what the platform knows about the cluster; empty if unregistered. Reads only. */
  Optional<Registration> find(ClusterRef cluster, RequestContext requests);

  /** Registers the cluster: the only write outside a plan. Idempotent. */
  Registration register(ClusterRef cluster, RequestContext requests);

  /** The version of the credential that the platform holds; empty if none. Reads only. */
  Optional<String> delivered(ClusterRef cluster, String credential, RequestContext requests);

  /** Sends a credential to the platform. */
  void deliver(
      ClusterRef cluster, String credential, String version, Secret value, RequestContext requests);

  /** No platform: settings name the cluster id and the principal; credentials are refused. */
  static Platform none() {
    return new NoPlatform();
  }
}
