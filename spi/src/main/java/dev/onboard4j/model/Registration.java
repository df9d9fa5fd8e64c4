package dev.onboard4j.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the platform knows about a cluster: its id there, and whom the cluster has to trust.
 *
 * <p>Parts may be missing when no platform was asked; a contributor that needs one refuses and
 * names the setting. Immutable.
 */
public final class Registration {
  private final @Nullable String clusterId;
  private final @Nullable String principal;
  private final @Nullable String externalId;

  private Registration(
      @Nullable String clusterId, @Nullable String principal, @Nullable String externalId) {
    this.clusterId = clusterId;
    this.principal = principal;
    this.externalId = externalId;
  }

  /** Nothing is known. */
  public static Registration none() {
    return new Registration(null, null, null);
  }

  /** The same with the platform's id of the cluster. */
  public Registration withClusterId(String id) {
    return new Registration(id, principal, externalId);
  }

  /** The same with the principal to trust. */
  public Registration withPrincipal(String trusted) {
    return new Registration(clusterId, trusted, externalId);
  }

  /** The same with an external id of its own; without one the cluster id serves. */
  public Registration withExternalId(String id) {
    return new Registration(clusterId, principal, id);
  }

  /** The platform's id of the cluster. */
  public Optional<String> clusterId() {
    return Optional.ofNullable(clusterId);
  }

  /** Whom to trust: a principal ARN, a service account's e-mail, a federated subject. */
  public Optional<String> principal() {
    return Optional.ofNullable(principal);
  }

  /** The external id a trust policy demands; the cluster id unless given. */
  public Optional<String> externalId() {
    return Optional.ofNullable(externalId != null ? externalId : clusterId);
  }
}
