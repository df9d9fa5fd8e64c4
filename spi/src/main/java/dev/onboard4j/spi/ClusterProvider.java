package dev.onboard4j.spi;

import dev.onboard4j.model.ClusterRef;
import java.net.URI;

/** Contributes the resources of the cloud, or other environment, that hosts clusters. */
public interface ClusterProvider extends Contributor {
  /**
   * Reads a cluster's URI, whose scheme is this provider's id.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER with every problem of the
   *     URI
   */
  ClusterRef parse(URI uri);
}
