package dev.onboard4j.model;

import java.net.URI;

/**
 * Names one cluster: which cloud, whose account, where, and what it is called.
 *
 * <p>Every provider has its own record for it, made by a typed factory or by {@link
 * dev.onboard4j.spi.ClusterProvider#parse(URI)}. Implementations are immutable.
 */
public interface ClusterRef {
  /** The id of the provider that understands this reference, for example {@code eks}. */
  String provider();

  /** The account, project or subscription that owns the cluster. */
  String account();

  /** The region, location or resource group the cluster lives in. */
  String location();

  /** The cluster's own name. */
  String name();

  /**
   * The reference as command lines, files and marks carry it: {@code eks://account/region/name}.
   */
  default URI uri() {
    return URI.create(provider() + "://" + account() + "/" + location() + "/" + name());
  }
}
