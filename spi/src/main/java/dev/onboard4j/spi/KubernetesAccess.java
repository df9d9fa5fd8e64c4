package dev.onboard4j.spi;

import dev.onboard4j.model.Secret;
import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Describes how to reach a cluster's API server.
 *
 * @param server its address
 * @param certificateAuthority the PEM of the authority that signed its certificate; the empty
 *     string for a public authority
 * @param token supplies a currently valid bearer token; called before each use
 * @param aliases other addresses of the same API server, such as a private endpoint
 */
public record KubernetesAccess(
    URI server, String certificateAuthority, Supplier<Secret> token, Set<URI> aliases) {
  /** Keeps an unmodifiable copy. */
  public KubernetesAccess {
    aliases = Set.copyOf(aliases);
  }

  /** Describes an API server with one address. */
  public KubernetesAccess(URI server, String certificateAuthority, Supplier<Secret> token) {
    this(server, certificateAuthority, token, Set.of());
  }
}
