package dev.onboard4j.model;

import java.net.URI;

/**
 * Identifies one cluster by provider, account, location and name.
 *
 * <p>Every provider has its own record, created by a typed factory or by {@link
 * dev.onboard4j.spi.ClusterProvider#parse(URI)}. Implementations are immutable.
 */
public interface ClusterRef {
  /** The id of the provider that understands this reference, for example {@code eks}. */
  String provider();

  /** The account, project or subscription that owns the cluster. */
  String account();

  /** The region, location or resource group of the cluster. */
  String location();

  /** The name of the cluster. */
  String name();

  /** The form that command lines, files and marks use: {@code eks://account/region/name}. */
  default URI uri() {
    return URI.create(provider() + "://" + account() + "/" + location() + "/" + name());
  }
}
