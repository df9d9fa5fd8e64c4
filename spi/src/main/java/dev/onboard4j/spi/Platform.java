package dev.onboard4j.spi;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who receives the access: registers the cluster, names the principal to trust, takes credentials.
 *
 * <p>Thread-safe.
 */
public interface Platform extends Contributor {
  /** What the platform knows of the cluster; reads only. Empty when it was never registered. */
  Optional<Registration> find(ClusterRef cluster);

  /** Makes the cluster known to the platform: the one write outside a plan. Idempotent. */
  Registration register(ClusterRef cluster);

  /** The version of a credential that the platform holds; reads only. */
  Optional<String> delivered(ClusterRef cluster, String credential);

  /** Hands a credential over. */
  void deliver(ClusterRef cluster, String credential, String version, Secret value);

  /** No platform: settings name the cluster id and the principal, outputs are returned. */
  static Platform none() {
    return new NoPlatform(null);
  }

  /** No platform, and credentials go to files of mode 0600 in that directory. */
  static Platform none(Path secretsDirectory) {
    return new NoPlatform(secretsDirectory);
  }
}
