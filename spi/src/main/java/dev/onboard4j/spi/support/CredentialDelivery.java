package dev.onboard4j.spi.support;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Secret;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.SessionContext;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Hands a new credential to the platform and verifies that the platform holds it.
 *
 * <p>The order is fixed: mint, deliver, verify. The caller retires the former credential only
 * afterwards, so that a working credential exists at any time. Thread-safe.
 */
public final class CredentialDelivery {
  private final Platform platform;
  private final ClusterRef cluster;
  private final String credential;

  /**
   * Creates the delivery of one kind of credential of one cluster.
   *
   * @param credential the platform's name for it: {@code gke-service-account-key}
   */
  public CredentialDelivery(SessionContext context, String credential) {
    platform = context.platform();
    cluster = context.cluster();
    this.credential = credential;
  }

  /**
   * Holds a new credential.
   *
   * @param version its identity among others: the id of a key
   * @param value the secret; closed after delivery
   */
  public record Minted(String version, Secret value) {}

  /** The version that the platform holds; empty if none. Reads only. */
  public Optional<String> held(RequestContext requests) {
    return platform.delivered(cluster, credential, requests);
  }

  /**
   * Mints, delivers, verifies, and returns the version that the platform holds now.
   *
   * @throws OnboardingException of category CONFLICT if the platform does not hold the new
   *     credential; otherwise as minting and delivering throw it
   */
  public String replace(Supplier<Minted> mint, RequestContext requests) {
    Minted minted = mint.get();
    try (Secret value = minted.value()) {
      platform.deliver(cluster, credential, minted.version(), value, requests);
    }
    if (held(requests).filter(minted.version()::equals).isEmpty()) {
      throw OnboardingException.of(
              Category.CONFLICT, "the platform does not hold the credential it was given")
          .remedy("run again: a credential that was not delivered is deleted then")
          .build();
    }
    return minted.version();
  }
}
