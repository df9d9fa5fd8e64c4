package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Clusters and their agent pools: REST reference, Microsoft.ContainerService, and az's recordings.
 * Guarded by the world.
 */
final class AksClusters {
  static final String TYPE = "Microsoft.ContainerService/managedClusters";
  private static final String POOLS = TYPE + "/agentPools";

  private final AzureWorld world;
  private final ArmOperations operations;
  private final Map<String, AksClusterSpec> clusters = new LinkedHashMap<>();

  AksClusters(AzureWorld world) {
    this.world = world;
    operations = new ArmOperations(world);
  }

  ArmOperations operations() {
    return operations;
  }

  /** Adds a cluster, its resource group, and its node resource group with what protects it. */
  void add(AksClusterSpec spec) {
    AzureSubscriptions all = world.subscriptions();
    all.group(spec.subscription(), spec.group(), spec.location(), "");
    all.group(spec.subscription(), spec.nodeGroup(), spec.location(), spec.id());
    boolean first = clusters.put(AzureId.key(spec.id()), spec) == null;
    if (first && (spec.has(AksFeature.LOCKED_NODE_GROUP) || spec.has(AksFeature.AUTOMATIC))) {
      // aks docs, "Node resource group lockdown": readable, direct changes are denied. The list of
      // actions is not public; every write is denied here.
      world
          .rights()
          .deny(
              AzureId.ofGroup(spec.subscription(), spec.nodeGroup()),
              "AKS node resource group lockdown of " + spec.name(),
              List.of("*"),
              List.of("*/read"));
    }
  }

  void remove(String subscription, String group, String name) {
    String id = AzureId.key(AksClusterSpec.of(subscription, group, name).id());
    AksClusterSpec gone = clusters.remove(id);
    if (gone != null) {
      world.removeGroup(AzureId.ofGroup(subscription, gone.nodeGroup()));
    }
  }

  List<String> uris() {
    return clusters.values().stream().map(AksClusterSpec::uri).toList();
  }

  void routes(Arm arm) {
    arm.resource(TYPE, ArmRoute.KUBERNETES, this::get, this::list);
    arm.resource(POOLS, ArmRoute.KUBERNETES, this::pool, this::pools);
    String one = AzureId.key(TYPE) + "/*";
    arm.add("DELETE", one + "/agentpools/*", POOLS + "/delete", ArmRoute.KUBERNETES, this::delete);
    arm.add(
        "POST",
        one + "/listclusterusercredential",
        TYPE + "/listClusterUserCredential/action",
        ArmRoute.KUBERNETES,
        call -> credential(AksKubeconfig.user(spec(call), call.call().query("format")), "User"));
    arm.add(
        "POST",
        one + "/listclusteradmincredential",
        TYPE + "/listClusterAdminCredential/action",
        ArmRoute.KUBERNETES,
        this::administrator);
    operations.routes(arm);
  }

  private AksClusterSpec spec(ArmCall call) {
    String id = call.scope() + "/providers/" + TYPE + "/" + call.names().get(0);
    return Optional.ofNullable(clusters.get(AzureId.key(id)))
        .orElseThrow(() -> missing(TYPE + "/" + call.names().get(0), call.scope()));
  }

  private static AzureFailure missing(String resource, String scope) {
    return new AzureFailure(
        404,
        "ResourceNotFound",
        ("The Resource '" + resource + "' under resource group '" + AzureId.group(scope))
            + "' was not found. For more details please go to"
            + " https://aka.ms/ARMResourceNotFoundFix");
  }

  AzureReply get(ArmCall call) {
    return AzureReply.of(200, AksDescription.of(spec(call))).indented();
  }

  AzureReply list(ArmCall call) {
    List<ObjectNode> found =
        clusters.values().stream()
            .filter(spec -> AzureId.within(spec.id(), call.scope()))
            .map(AksDescription::of)
            .toList();
    return AzureReply.of(200, world.pages().arm(call.call(), found)).indented();
  }

  AzureReply pools(ArmCall call) {
    AksClusterSpec spec = spec(call);
    List<ObjectNode> pools = spec.pools().stream().map(pool -> shown(spec, pool)).toList();
    return AzureReply.of(200, world.pages().arm(call.call(), pools)).indented();
  }

  private static ObjectNode shown(AksClusterSpec spec, AksPoolSpec pool) {
    ObjectNode shown = AzureJson.object();
    shown.put("id", spec.id() + "/agentPools/" + pool.name()).put("name", pool.name());
    shown.put("type", POOLS);
    shown.set("properties", pool.properties());
    return shown;
  }

  private static Optional<AksPoolSpec> find(AksClusterSpec spec, String name) {
    return spec.pools().stream().filter(pool -> pool.name().equalsIgnoreCase(name)).findFirst();
  }

  AzureReply pool(ArmCall call) {
    AksClusterSpec spec = spec(call);
    AksPoolSpec pool =
        find(spec, call.name())
            .orElseThrow(
                () ->
                    missing(TYPE + "/" + spec.name() + "/agentPools/" + call.name(), call.scope()));
    return AzureReply.of(200, shown(spec, pool)).indented();
  }

  /** 202 with both headers and without a body; 204 when there is no such pool. */
  AzureReply delete(ArmCall call) {
    AksClusterSpec spec = spec(call);
    Optional<AksPoolSpec> pool = find(spec, call.name());
    if (pool.isEmpty()) {
      return AzureReply.empty(204);
    }
    checkLast(spec, pool.get());
    replace(spec, pool.get(), List.of(pool.get().inState("Deleting")));
    return operations.start(
        call.call(),
        spec.subscription(),
        spec.location(),
        "Microsoft.ContainerService",
        failure -> finish(spec.id(), pool.get(), failure));
  }

  private static void checkLast(AksClusterSpec spec, AksPoolSpec pool) {
    boolean system =
        spec.pools().stream()
            .anyMatch(one -> one.mode().equals("System") && !one.name().equals(pool.name()));
    if (!system) {
      throw new AzureFailure(
          400,
          "OperationNotAllowed",
          spec.pools().size() == 1
              ? "There has to be at least one agent pool."
              : "There has to be at least one system agent pool.");
    }
  }

  private void finish(String id, AksPoolSpec pool, boolean failed) {
    AksClusterSpec spec = clusters.get(AzureId.key(id));
    if (spec != null) {
      find(spec, pool.name())
          .ifPresent(
              one -> replace(spec, one, failed ? List.of(one.inState("Failed")) : List.of()));
    }
  }

  private void replace(AksClusterSpec spec, AksPoolSpec pool, List<AksPoolSpec> with) {
    List<AksPoolSpec> pools = new ArrayList<>(spec.pools());
    int at = pools.indexOf(pool);
    pools.remove(at);
    pools.addAll(at, with);
    clusters.put(AzureId.key(spec.id()), spec.withPools(pools));
  }

  private AzureReply administrator(ArmCall call) {
    AksClusterSpec spec = spec(call);
    if (spec.has(AksFeature.LOCAL_ACCOUNTS_DISABLED) || spec.has(AksFeature.AUTOMATIC)) {
      throw new AzureFailure(
          400,
          "BadRequest",
          "Getting static credential isn't allowed because this cluster is set to disable local"
              + " accounts.");
    }
    return credential(AksKubeconfig.administrator(spec), "Admin");
  }

  private static AzureReply credential(String kubeconfig, String user) {
    ObjectNode body = AzureJson.object();
    ObjectNode file = AzureJson.object();
    file.put("name", "cluster" + user).put("value", kubeconfig);
    body.set("kubeconfigs", AzureJson.array(List.of(file)));
    return AzureReply.of(200, body).indented();
  }

  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    clusters.values().forEach(one -> state.put(one.id(), AzureJson.tree(AksDescription.of(one))));
    return state;
  }
}
