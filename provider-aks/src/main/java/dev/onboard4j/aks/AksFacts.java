package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The facts of a cluster, read before its resources are declared.
 *
 * @param cluster the cluster as Azure describes it; empty if it is gone or may not be read
 * @param tenant the id of the tenant; the empty string if it may not be read
 * @param scopes the resource groups in which the platform works: of networks, cluster and nodes
 * @param denied the permissions that the caller lacks to read the facts
 */
record AksFacts(
    Optional<Tree> cluster, String tenant, List<String> scopes, List<RequiredPermission> denied) {

  /** The permissions that reading the facts, and the check of permissions, require. */
  List<RequiredPermission> permissions(
      SessionContext context, ArmRequests api, RoleDefinitions roles) {
    List<RequiredPermission> all = new ArrayList<>();
    for (String scope : scopes) {
      all.addAll(AzureRequest.permissions(ArmRequests.listDenyAssignments(scope)));
    }
    if (context.settings().text(AksSettings.TENANT).isEmpty()) {
      all.addAll(AzureRequest.permissions(api.getSubscription()));
    }
    all.addAll(AzureRequest.permissions(api.getCluster(), api.listClusterUserCredential()));
    if (context.operation() == Operation.REMOVE) {
      all.addAll(AzureRequest.permissions(api.getRole(roles.scope(), "")));
    }
    return all;
  }

  /** Reads the facts; a denied read is reported with its permissions. */
  static AksFacts read(Azure azure, SessionContext context, AksNames names, RoleDefinitions roles) {
    ArmRequests api = new ArmRequests(names);
    List<RequiredPermission> denied = new ArrayList<>();
    Optional<String> tenant =
        context
            .settings()
            .text(AksSettings.TENANT)
            .or(() -> orDenied(denied, () -> tenant(azure, context, api)));
    Optional<Tree> cluster =
        orDenied(denied, () -> new ClusterLookup(azure, context, names).cluster());
    TreeSet<String> former = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    if (context.operation() == Operation.REMOVE) {
      orDenied(denied, () -> Optional.of(roles.scopes(context.requests())))
          .ifPresent(former::addAll);
    }
    return new AksFacts(cluster, tenant.orElse(""), scopes(cluster, names, former), denied);
  }

  private static Optional<String> tenant(Azure azure, SessionContext context, ArmRequests api) {
    return azure.read(context.requests(), api.getSubscription()).optional("tenantId");
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

  /** Networks first, in the order of their names, then cluster and nodes, each group once. */
  private static List<String> scopes(
      Optional<Tree> cluster, AksNames names, TreeSet<String> former) {
    String own = names.cluster().groupScope();
    Optional<String> nodes =
        cluster
            .flatMap(found -> found.optional("properties", "nodeResourceGroup"))
            .map(group -> AzureIds.groupScope(names.cluster().subscription(), group));
    TreeSet<String> networks = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    networks.addAll(former);
    cluster.ifPresent(found -> networks.addAll(networks(found)));
    networks.remove(own);
    nodes.ifPresent(networks::remove);
    List<String> all = new ArrayList<>(networks);
    all.add(own);
    nodes.filter(group -> !AzureIds.same(group, own)).ifPresent(all::add);
    return List.copyOf(all);
  }

  /** The groups of all subnets: of nodes, of pods, and of the API server. */
  private static List<String> networks(Tree cluster) {
    List<String> subnets = new ArrayList<>();
    for (Tree pool : cluster.objects("properties", "agentPoolProfiles")) {
      subnets.add(pool.text("vnetSubnetID"));
      subnets.add(pool.text("podSubnetID"));
    }
    subnets.add(cluster.text("properties", "apiServerAccessProfile", "subnetId"));
    return subnets.stream().map(AzureIds::group).flatMap(Optional::stream).toList();
  }

  /** The region of the cluster; empty without the cluster. */
  Optional<String> location() {
    return cluster.flatMap(found -> found.optional("location"));
  }
}
