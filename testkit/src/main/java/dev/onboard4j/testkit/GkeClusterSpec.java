package dev.onboard4j.testkit;

import java.util.List;

/**
 * A GKE cluster to put into an {@link EmbeddedGoogle}. Immutable.
 *
 * @param project the project it is in
 * @param location its zone or region
 * @param name its name
 * @param nodeServiceAccount the e-mail its nodes run as; {@code default} for Compute Engine's own
 * @param nodePools the names of its node pools
 */
public record GkeClusterSpec(
    String project,
    String location,
    String name,
    String nodeServiceAccount,
    List<String> nodePools) {
  /** Keeps an unmodifiable copy. */
  public GkeClusterSpec {
    nodePools = List.copyOf(nodePools);
  }

  /** A cluster with one pool, whose nodes run as Compute Engine's default account. */
  public static GkeClusterSpec of(String project, String location, String name) {
    return new GkeClusterSpec(project, location, name, "default", List.of("default-pool"));
  }
}
