package dev.onboard4j.cli;

import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the embedded clouds have at first. */
final class Seed {
  private Seed() {}

  /** Clusters, principals that AWS lacks, and requests already made. */
  static void plant(EmbeddedAws aws, @Nullable Object seed) {
    Map<?, ?> tree = seed == null ? Map.of() : object(seed);
    for (Object one : list(tree, "clusters")) {
      aws.cluster(cluster(object(one)));
    }
    list(tree, "missingPrincipals").forEach(one -> aws.missingPrincipal(String.valueOf(one)));
    for (Object one : list(tree, "requests")) {
      Map<?, ?> request = object(one);
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
  }

  /** Clusters, and per project the APIs that are on and the constraints that are enforced. */
  static void plant(EmbeddedGoogle google, @Nullable Object seed) {
    Map<?, ?> tree = seed == null ? Map.of() : object(seed);
    for (Object one : list(tree, "clusters")) {
      Map<?, ?> cluster = object(one);
      google.cluster(
          GkeClusterSpec.of(
                  text(cluster, "project", "my-project"),
                  text(cluster, "location", "europe-west4"),
                  text(cluster, "name", "prod"))
              .servedBy(URI.create(text(cluster, "apiServer", ""))));
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

  private static String text(Map<?, ?> tree, String key, String otherwise) {
    return tree.containsKey(key) ? String.valueOf(tree.get(key)) : otherwise;
  }

  private static List<?> list(Map<?, ?> tree, String key) {
    return tree.get(key) instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> object(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("'" + value + "' must be an object");
  }
}
