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
 * The facts of a cluster, read before its resources are declared.
 *
 * @param server the address of its API server; empty while Google reports none
 * @param authority the certificate authority of the API server in PEM; the empty string if Google
 *     reports none
 * @param denied the permissions that the caller lacks to read the facts
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

  /** The permissions that reading the facts requires. */
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
      return of(found, context);
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return new GkeFacts(Optional.empty(), "", e.missing());
    }
  }

  private static GkeFacts of(Optional<Cluster> found, SessionContext context) {
    if (found.isEmpty()) {
      reportAbsence(context);
    }
    found.ifPresent(
        cluster -> {
          requireWorkloadPool(cluster, context);
          note(cluster, context);
        });
    return new GkeFacts(
        found.flatMap(GkeFacts::server), found.map(GkeFacts::authority).orElse(""), List.of());
  }

  /**
   * The access to the API server; empty while Google reports no address.
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

  /** Google reports the address without a scheme (API reference, Cluster.endpoint). */
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

  /** The objects of a cluster that was deleted can still be removed. */
  private static void reportAbsence(SessionContext context) {
    String problem =
        "there is no cluster '"
            + context.cluster().name()
            + "' in "
            + context.cluster().location()
            + " of project "
            + context.cluster().account();
    if (context.operation() != Operation.REMOVE) {
      throw OnboardingException.badInput(List.of(new Problem("cluster.name", problem)));
    }
    context.note(problem + "; the objects that were created for it are removed");
  }

  private static void requireWorkloadPool(Cluster cluster, SessionContext context) {
    boolean required =
        context.operation() != Operation.REMOVE
            && context
                .settings()
                .text(GkeSettings.ACCESS)
                .filter(GkeSettings.WORKLOAD_IDENTITY::equals)
                .isPresent();
    if (required && cluster.getWorkloadIdentityConfig().getWorkloadPool().isEmpty()) {
      throw OnboardingException.badInput(
          List.of(
              new Problem(
                  GkeSettings.ACCESS,
                  "cluster '"
                      + cluster.getName()
                      + "' has no Workload Identity pool: add one (gcloud container clusters"
                      + " update --workload-pool="
                      + context.cluster().account()
                      + ".svc.id.goog), or set "
                      + GkeSettings.ACCESS
                      + "="
                      + GkeSettings.IMPERSONATION)));
    }
  }

  private static void note(Cluster cluster, SessionContext context) {
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
            + ", node service accounts "
            + accounts
            + (cluster.getWorkloadIdentityConfig().getWorkloadPool().isEmpty()
                ? ", without Workload Identity"
                : ", Workload Identity pool "
                    + cluster.getWorkloadIdentityConfig().getWorkloadPool())
            + (privateOnly(cluster) ? "; its API server has only a private endpoint" : ""));
  }

  private static boolean privateOnly(Cluster cluster) {
    return cluster.getControlPlaneEndpointsConfig().hasIpEndpointsConfig()
        && !cluster
            .getControlPlaneEndpointsConfig()
            .getIpEndpointsConfig()
            .getEnablePublicEndpoint();
  }
}
