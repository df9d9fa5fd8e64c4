package dev.onboard4j.gke;

import com.google.container.v1.Cluster;
import com.google.container.v1.NodePool;
import dev.onboard4j.model.Need;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.Opening;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is true of the cluster before anything is declared.
 *
 * @param server where its API server is, as soon as Google tells
 * @param authority the PEM of what signs for the API server; the empty string when Google tells
 *     none
 * @param denied what the caller was not allowed to read
 */
record GkeFacts(Optional<URI> server, String authority, List<Need> denied) {
  static final String PERMISSION = "container.clusters.get";

  static String name(Opening opening) {
    return "projects/"
        + opening.cluster().account()
        + "/locations/"
        + opening.cluster().location()
        + "/clusters/"
        + opening.cluster().name();
  }

  static List<Need> needs(Opening opening) {
    return List.of(new Need(PERMISSION, name(opening)));
  }

  static GkeFacts read(GkeClients clients, Opening opening) {
    String name = name(opening);
    try {
      Optional<Cluster> found =
          Gcp.find(opening.call(), PERMISSION, name, () -> clients.clusters().getCluster(name));
      if (found.isEmpty()) {
        gone(opening);
      }
      found.ifPresent(
          cluster -> {
            pool(cluster, opening);
            tell(cluster, opening);
          });
      return new GkeFacts(
          found.flatMap(GkeFacts::server), found.map(GkeFacts::authority).orElse(""), List.of());
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return new GkeFacts(Optional.empty(), "", e.missing());
    }
  }

  /** An address without a scheme (API reference, Cluster.endpoint). */
  private static Optional<URI> server(Cluster cluster) {
    String endpoint = cluster.getEndpoint();
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(URI.create(endpoint.contains("://") ? endpoint : "https://" + endpoint));
  }

  private static String authority(Cluster cluster) {
    String data = cluster.getMasterAuth().getClusterCaCertificate();
    return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
  }

  /** What onboarding made outlives its cluster; it can be removed all the same. */
  private static void gone(Opening opening) {
    String what =
        "there is no cluster '"
            + opening.cluster().name()
            + "' in "
            + opening.cluster().location()
            + " of project "
            + opening.cluster().account();
    if (opening.operation() != Operation.REMOVE) {
      throw OnboardingException.badInput(List.of(new Problem("cluster.name", what)));
    }
    opening.note(what + "; what was made for it is removed");
  }

  private static void pool(Cluster cluster, Opening opening) {
    boolean wanted =
        opening.operation() != Operation.REMOVE
            && opening
                .settings()
                .text(GkeSettings.ACCESS)
                .filter(GkeSettings.WORKLOAD_IDENTITY::equals)
                .isPresent();
    if (wanted && cluster.getWorkloadIdentityConfig().getWorkloadPool().isEmpty()) {
      throw OnboardingException.badInput(
          List.of(
              new Problem(
                  GkeSettings.ACCESS,
                  "cluster '"
                      + cluster.getName()
                      + "' has no Workload Identity pool: give it one (gcloud container clusters"
                      + " update --workload-pool="
                      + opening.cluster().account()
                      + ".svc.id.goog), or set "
                      + GkeSettings.ACCESS
                      + "="
                      + GkeSettings.IMPERSONATION)));
    }
  }

  private static void tell(Cluster cluster, Opening opening) {
    TreeSet<String> accounts = new TreeSet<>();
    TreeSet<String> pools = new TreeSet<>();
    for (NodePool pool : cluster.getNodePoolsList()) {
      pools.add(pool.getName());
      accounts.add(pool.getConfig().getServiceAccount());
    }
    opening.note(
        (cluster.getAutopilot().getEnabled() ? "Autopilot" : "Standard")
            + " cluster in "
            + cluster.getLocation()
            + ", node pools "
            + pools
            + ", whose nodes run as "
            + accounts
            + (cluster.getWorkloadIdentityConfig().getWorkloadPool().isEmpty()
                ? ", without Workload Identity"
                : ", Workload Identity pool "
                    + cluster.getWorkloadIdentityConfig().getWorkloadPool())
            + (privateOnly(cluster) ? "; its API server has a private endpoint only" : ""));
  }

  private static boolean privateOnly(Cluster cluster) {
    return cluster.getControlPlaneEndpointsConfig().hasIpEndpointsConfig()
        && !cluster
            .getControlPlaneEndpointsConfig()
            .getIpEndpointsConfig()
            .getEnablePublicEndpoint();
  }
}
