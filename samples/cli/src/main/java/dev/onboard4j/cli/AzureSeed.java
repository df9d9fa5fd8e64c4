package dev.onboard4j.cli;

import dev.onboard4j.testkit.azure.AksClusterSpec;
import dev.onboard4j.testkit.azure.AksFeature;
import dev.onboard4j.testkit.azure.AksPoolSpec;
import dev.onboard4j.testkit.azure.EmbeddedAzure;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the part of a seed that says what an embedded Azure holds at first. */
final class AzureSeed {
  private AzureSeed() {}

  static void plant(EmbeddedAzure azure, @Nullable Object seed) {
    Map<?, ?> tree = seed == null ? Map.of() : Seed.object(seed);
    for (Object one : Seed.list(tree, "subscriptions")) {
      Map<?, ?> subscription = Seed.object(one);
      azure.subscription(id(subscription, "id"), Seed.text(subscription, "state", "Enabled"));
    }
    for (Object one : Seed.list(tree, "resourceGroups")) {
      Map<?, ?> group = Seed.object(one);
      azure.group(id(group, "subscription"), Seed.text(group, "name", "production"));
    }
    for (Object one : Seed.list(tree, "clusters")) {
      azure.cluster(cluster(Seed.object(one)));
    }
    rights(azure, tree);
    // Last: they may need what is above.
    for (Object one : Seed.list(tree, "requests")) {
      send(azure, Seed.object(one));
    }
  }

  private static void rights(EmbeddedAzure azure, Map<?, ?> tree) {
    for (Object one : Seed.list(tree, "denyAssignments")) {
      Map<?, ?> denial = Seed.object(one);
      List<String> actions = texts(Seed.list(denial, "actions"));
      azure.deny(Seed.text(denial, "scope", "/"), Seed.text(denial, "name", "denial"), actions);
    }
    for (Object one : Seed.list(tree, "lacking")) {
      Map<?, ?> lack = Seed.object(one);
      azure.lack(Seed.text(lack, "scope", "/"), Seed.text(lack, "action", "*"));
    }
  }

  private static void send(EmbeddedAzure azure, Map<?, ?> request) {
    Object body = request.containsKey("body") ? request.get("body") : Map.of();
    azure.change(
        Seed.text(request, "method", "PUT"), Seed.text(request, "path", "/"), Json.compact(body));
  }

  private static AksClusterSpec cluster(Map<?, ?> tree) {
    AksClusterSpec standard =
        AksClusterSpec.of(
            id(tree, "subscription"),
            Seed.text(tree, "resourceGroup", "production"),
            Seed.text(tree, "name", "prod"));
    AksClusterSpec spec =
        standard
            .withNodeGroup(Seed.text(tree, "nodeResourceGroup", standard.nodeGroup()))
            .servedBy(URI.create(Seed.text(tree, "apiServer", standard.apiServer())))
            .with(
                texts(Seed.list(tree, "features")).stream()
                    .map(AzureSeed::feature)
                    .toArray(AksFeature[]::new));
    List<?> pools = Seed.list(tree, "pools");
    return pools.isEmpty()
        ? spec
        : spec.withPools(pools.stream().map(pool -> pool(Seed.object(pool))).toList());
  }

  private static AksPoolSpec pool(Map<?, ?> tree) {
    return new AksPoolSpec(
        Seed.text(tree, "name", "nodepool1"),
        Seed.text(tree, "mode", "System"),
        Seed.text(tree, "subnet", ""),
        Seed.text(tree, "podSubnet", ""),
        Seed.text(tree, "state", "Succeeded"));
  }

  private static AksFeature feature(String name) {
    return AksFeature.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String id(Map<?, ?> tree, String key) {
    return Seed.text(tree, key, EmbeddedAzure.SUBSCRIPTION);
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(String::valueOf).toList();
  }
}
