package dev.onboard4j.gke;

import com.google.container.v1.Cluster;
import com.google.container.v1.NodePool;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.Secret;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What is true of the cluster before anything is declared.
 *
 * @param server where its API server is, as soon as Google tells
 * @param authority the PEM of what signs for the API server; the empty string when Google tells
 *     none
 * @param denied what the caller was not allowed to read
 */
record GkeFacts(Optional<URI> server, String authority, List<RequiredPermission> denied) {
  static String name(SessionContext context) {
    return "projects/"
        + context.cluster().account()
        + "/locations/"
        + context.cluster().location()
        + "/clusters/"
        + context.cluster().name();
  }

  /** The permissions that reading them takes. */
  static List<RequiredPermission> permissions(SessionContext context) {
    return GcpRequests.permissions(GcpRequests.getCluster(name(context)));
  }

  static GkeFacts read(GkeClients clients, SessionContext context, ProjectApis apis) {
    String name = name(context);
    try {
      Optional<Cluster> found =
          apis.findEnabled(
              context.requests(),
              GcpRequests.getCluster(name),
              () -> clients.clusters().getCluster(name));
      if (found.isEmpty()) {
        gone(context);
      }
      found.ifPresent(
          cluster -> {
            pool(cluster, context);
            tell(cluster, context);
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

  /**
   * The way to the API server; empty when Google tells no address.
   *
   * @throws OnboardingException of category PERMISSION if the caller may not read the cluster
   */
  Optional<KubernetesAccess> kubernetes(Supplier<Secret> token) {
    if (!denied.isEmpty()) {
      throw OnboardingException.of(
              Category.PERMISSION, "the address of the API server cannot be read")
          .missing(denied)
          .build();
    }
    return server.map(address -> new KubernetesAccess(address, authority, token));
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
  private static void gone(SessionContext context) {
    String what =
        "there is no cluster '"
            + context.cluster().name()
            + "' in "
            + context.cluster().location()
            + " of project "
            + context.cluster().account();
    if (context.operation() != Operation.REMOVE) {
      throw OnboardingException.badInput(List.of(new Problem("cluster.name", what)));
    }
    context.note(what + "; what was made for it is removed");
  }

  private static void pool(Cluster cluster, SessionContext context) {
    boolean wanted =
        context.operation() != Operation.REMOVE
            && context
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
                      + context.cluster().account()
                      + ".svc.id.goog), or set "
                      + GkeSettings.ACCESS
                      + "="
                      + GkeSettings.IMPERSONATION)));
    }
  }

  private static void tell(Cluster cluster, SessionContext context) {
    TreeSet<String> accounts = new TreeSet<>();
    TreeSet<String> pools = new TreeSet<>();
    for (NodePool pool : cluster.getNodePoolsList()) {
      pools.add(pool.getName());
      accounts.add(pool.getConfig().getServiceAccount());
    }
    context.note(
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
