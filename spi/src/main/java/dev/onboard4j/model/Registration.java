package dev.onboard4j.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the platform knows about a cluster: its id there, and the principal to trust.
 *
 * <p>Parts may be missing without a platform; a contributor that requires one refuses and names the
 * setting. Immutable.
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

  /** An empty registration. */
  public static Registration none() {
    return new Registration(null, null, null);
  }

  /** Sets the platform's id of the cluster. */
  public Registration withClusterId(String id) {
    return new Registration(id, principal, externalId);
  }

  /** Sets the principal to trust. */
  public Registration withPrincipal(String trusted) {
    return new Registration(clusterId, trusted, externalId);
  }

  /** Sets the external id; without one, the cluster id is used. */
  public Registration withExternalId(String id) {
    return new Registration(clusterId, principal, id);
  }

  /** The platform's id of the cluster. */
  public Optional<String> clusterId() {
    return Optional.ofNullable(clusterId);
  }

  /** The principal to trust: an ARN, a service account's e-mail, a federated subject. */
  public Optional<String> principal() {
    return Optional.ofNullable(principal);
  }

  /** The external id that a trust policy demands; the cluster id unless set. */
  public Optional<String> externalId() {
    return Optional.ofNullable(externalId != null ? externalId : clusterId);
  }
}
