package dev.onboard4j.spi;

import dev.onboard4j.model.ClusterRef;
import java.net.URI;

/** A cloud, or whatever else clusters live in. */
public interface ClusterProvider extends Contributor {
  /**
   * Reads a cluster's URI, whose scheme is this provider's id.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER with all that is wrong with
   *     it
   */
  ClusterRef parse(URI uri);
}
