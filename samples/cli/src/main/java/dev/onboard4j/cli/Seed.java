package dev.onboard4j.cli;

import dev.onboard4j.testkit.aws.AwsWorlds;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.azure.AzureWorlds;
import dev.onboard4j.testkit.azure.EmbeddedAzure;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import dev.onboard4j.testkit.google.GoogleWorlds;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a seed: the first contents of the embedded clouds. */
final class Seed {
  private Seed() {}

  /** Adds clusters, unknown principals, and the objects that requests create. */
  static void plant(EmbeddedAws aws, @Nullable Object seed) {
    Map<?, ?> tree = seed == null ? Map.of() : object(seed);
    for (Object one : list(tree, "clusters")) {
      aws.cluster(cluster(object(one)));
    }
    list(tree, "missingPrincipals").forEach(one -> aws.missingPrincipal(String.valueOf(one)));
    list(tree, "requests").forEach(one -> send(aws, object(one)));
  }

  /** Adds a named world, beside the clusters that are always there. */
  static void plant(EmbeddedAws aws, EmbeddedGoogle google, EmbeddedAzure azure, String world) {
    String constant = world.toUpperCase(Locale.ROOT).replace('-', '_');
    List<String> names = Arrays.stream(AwsWorlds.values()).map(AwsWorlds::name).toList();
    if (!names.contains(constant)) {
      throw new IllegalArgumentException(
          "there is no such world; there are "
              + names.stream()
                  .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                  .toList());
    }
    AwsWorlds.valueOf(constant).plant(aws);
    GoogleWorlds.valueOf(constant).plant(google, "my-project");
    AzureWorlds.valueOf(constant).plant(azure, "production");
  }

  private static void send(EmbeddedAws aws, Map<?, ?> request) {
    Map<String, String> parameters = new TreeMap<>();
    if (request.get("parameters") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> parameters.put(String.valueOf(key), String.valueOf(value)));
    }
    Optional<String> refused =
        aws.change(text(request, "service", ""), text(request, "action", ""), parameters);
    if (refused.isPresent()) {
      throw new IllegalArgumentException(request + " was refused with " + refused.get());
    }
  }

  /** Adds clusters, and the enabled APIs and enforced constraints of projects. */
  private static GkeClusterSpec googleCluster(Map<?, ?> cluster) {
    return GkeClusterSpec.of(
            text(cluster, "project", "my-project"),
            text(cluster, "location", "europe-west4"),
            text(cluster, "name", "prod"))
        .servedBy(URI.create(text(cluster, "apiServer", "")));
  }

  static void plant(EmbeddedGoogle google, @Nullable Object seed) {
    Map<?, ?> tree = seed == null ? Map.of() : object(seed);
    for (Object one : list(tree, "clusters")) {
      google.cluster(googleCluster(object(one)));
    }
    for (Object one : list(tree, "projects")) {
      Map<?, ?> project = object(one);
      String id = text(project, "project", "my-project");
      list(project, "enabled").forEach(api -> google.enable(id, String.valueOf(api)));
      list(project, "constraints").forEach(name -> google.enforce(id, String.valueOf(name)));
      list(project, "lacking").forEach(name -> google.lack(String.valueOf(name)));
    }
  }

  private static EksClusterSpec cluster(Map<?, ?> tree) {
    return new EksClusterSpec(
        text(tree, "region", "eu-west-1"),
        text(tree, "name", "prod"),
        text(tree, "authenticationMode", "API_AND_CONFIG_MAP"),
        text(tree, "ipFamily", "ipv4"),
        text(tree, "vpcOwner", EmbeddedAws.ACCOUNT),
        text(tree, "apiServer", ""),
        Boolean.TRUE.equals(tree.get("autoMode")));
  }

  static String text(Map<?, ?> tree, String key, String otherwise) {
    return tree.containsKey(key) ? String.valueOf(tree.get(key)) : otherwise;
  }

  static List<?> list(Map<?, ?> tree, String key) {
    return tree.get(key) instanceof List<?> list ? list : List.of();
  }

  static Map<?, ?> object(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("'" + value + "' must be an object");
  }
}
