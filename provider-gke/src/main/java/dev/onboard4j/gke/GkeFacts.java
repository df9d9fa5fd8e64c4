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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The facts of a cluster, read before its resources are declared.
 *
 * @param endpoint how its API server is reached; empty while Google reports no address
 * @param workloadPool the name of its Workload Identity pool; the pool of the project if it has
 *     none
 * @param formerRoles the ids of the custom roles that a removal looks at besides the configured one
 * @param denied the permissions that the caller lacks to read the facts
 */
record GkeFacts(
    Optional<GkeEndpoint> endpoint,
    String workloadPool,
    List<String> formerRoles,
    List<RequiredPermission> denied) {
  static String name(SessionContext context) {
    return "projects/"
        + context.cluster().account()
        + "/locations/"
        + context.cluster().location()
        + "/clusters/"
        + context.cluster().name();
  }

  /** The permissions that reading the facts requires. */
  static List<RequiredPermission> permissions(SessionContext context, GkeNames names) {
    List<RequiredPermission> all =
        new ArrayList<>(GcpRequests.permissions(GcpRequests.getCluster(name(context))));
    if (context.operation() == Operation.REMOVE) {
      all.addAll(GcpRequests.permissions(new GcpRequests(names).listRoles()));
    }
    return all;
  }

  /** Reads the facts; a denied read is reported with its permissions. */
  static GkeFacts read(
      GkeClients clients,
      SessionContext context,
      GkeNames names,
      ProjectApis apis,
      List<String> platformNodePools) {
    String name = name(context);
    List<RequiredPermission> denied = new ArrayList<>();
    Optional<Cluster> cluster =
        orDenied(
            denied,
            () -> {
              Optional<Cluster> found =
                  apis.findEnabled(
                      context.requests(),
                      GcpRequests.getCluster(name),
                      () -> clients.clusters().getCluster(name));
              check(found, context);
              found.ifPresent(one -> notePlatformPools(one, context, platformNodePools));
              return found;
            });
    Optional<List<String>> roles =
        context.operation() == Operation.REMOVE
            ? orDenied(
                denied, () -> Optional.of(new FormerRoles(clients, names, apis).ids(context)))
            : Optional.empty();
    return new GkeFacts(
        cluster.flatMap(GkeEndpoint::of),
        cluster
            .map(found -> found.getWorkloadIdentityConfig().getWorkloadPool())
            .filter(pool -> !pool.isEmpty())
            .orElse(names.project() + ".svc.id.goog"),
        roles.orElse(List.of()),
        denied);
  }

  private static <T> Optional<T> orDenied(
      List<RequiredPermission> denied, Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      denied.addAll(e.missing());
      return Optional.empty();
    }
  }

  private static void check(Optional<Cluster> found, SessionContext context) {
    if (found.isEmpty()) {
      reportAbsence(context);
    }
    found.ifPresent(
        cluster -> {
          refuseAutopilot(cluster, context);
          requireWorkloadPool(cluster, context);
          note(cluster, context);
        });
  }

  /** Refuses Autopilot, where Google manages the nodes and the platform cannot. */
  private static void refuseAutopilot(Cluster cluster, SessionContext context) {
    if (cluster.getAutopilot().getEnabled() && context.operation() == Operation.APPLY) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "cluster "
                  + cluster.getName()
                  + " is an Autopilot cluster: Google manages its nodes, and the platform cannot")
          .remedy("onboard a Standard cluster, or leave this one as it is")
          .build();
    }
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
    return endpoint.map(found -> found.access(token));
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
            + (GkeEndpoint.isPrivate(cluster)
                ? "; its API server has only a private endpoint"
                : ""));
  }

  /** Onboarding did not create these node pools, so that a removal keeps them. */
  private static void notePlatformPools(
      Cluster cluster, SessionContext context, List<String> platformNodePools) {
    TreeSet<String> pools = new TreeSet<>();
    cluster.getNodePoolsList().forEach(pool -> pools.add(pool.getName()));
    pools.retainAll(platformNodePools);
    if (context.operation() == Operation.REMOVE && !pools.isEmpty()) {
      context.note(
          "the node pools "
              + pools
              + " of the platform stay: delete them with gcloud container node-pools delete once"
              + " they have no nodes that you need");
    }
  }
}
