package dev.onboard4j.testkit.aws;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** EKS clusters and their access entries. */
final class EksApi {
  private static final String TAGS = "tags.";

  private final Clock clock;
  private final IamApi iam;
  private final Map<String, EksClusterSpec> clusters = new TreeMap<>();
  private final Map<String, Entry> entries = new TreeMap<>();

  private static final class Entry {
    private final String principal;
    private final String type;
    private final String arn;
    private final double created;
    private final Map<String, String> tags = new TreeMap<>();
    private int hidden;

    Entry(String principal, String type, String arn, double created) {
      this.principal = principal;
      this.type = type;
      this.arn = arn;
      this.created = created;
    }
  }

  EksApi(Clock clock, IamApi iam) {
    this.clock = clock;
    this.iam = iam;
  }

  void add(EksClusterSpec spec) {
    clusters.put(spec.region() + "/" + spec.name(), spec);
  }

  /** Removes a cluster and what lives in it. */
  void remove(String region, String name) {
    clusters.remove(region + "/" + name);
    entries.keySet().removeIf(key -> key.startsWith(region + "/" + name + "/"));
  }

  List<String> uris() {
    return clusters.values().stream()
        .map(c -> "eks://" + EmbeddedAws.ACCOUNT + "/" + c.region() + "/" + c.name())
        .toList();
  }

  Map<String, Object> call(AwsCall call) {
    return switch (call.action()) {
      case "ListClusters" ->
          Map.of(
              "clusters",
              clusters.values().stream()
                  .filter(one -> one.region().equals(call.region()))
                  .map(EksClusterSpec::name)
                  .toList());
      case "DescribeCluster" -> Map.of("cluster", describe(call));
      case "CreateAccessEntry" -> Map.of("accessEntry", create(call));
      case "DescribeAccessEntry" -> Map.of("accessEntry", shown(call, entry(call)));
      case "ListAccessEntries" -> Map.of("accessEntries", list(call));
      case "DeleteAccessEntry" -> delete(call);
      case "TagResource" -> tag(call);
      case "UntagResource" -> untag(call);
      default -> throw new AwsFailure(404, "UnknownOperationException", call.action());
    };
  }

  private EksClusterSpec cluster(AwsCall call) {
    EksClusterSpec spec = clusters.get(call.region() + "/" + call.text("clusterName"));
    if (spec == null) {
      throw new AwsFailure(
          404,
          "ResourceNotFoundException",
          "No cluster found for name: " + call.text("clusterName") + ".");
    }
    return spec;
  }

  private Map<String, Object> describe(AwsCall call) {
    EksClusterSpec spec = cluster(call);
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("name", spec.name());
    cluster.put(
        "arn",
        "arn:"
            + call.partition()
            + ":eks:"
            + spec.region()
            + ":"
            + EmbeddedAws.ACCOUNT
            + ":cluster/"
            + spec.name());
    cluster.put("status", "ACTIVE");
    cluster.put("version", "1.33");
    if (!spec.apiServer().isEmpty()) {
      cluster.put("endpoint", spec.apiServer());
    }
    cluster.put(
        "resourcesVpcConfig",
        Map.of(
            "vpcId",
            spec.vpcId(),
            "subnetIds",
            List.of("subnet-a" + spec.id(), "subnet-b" + spec.id())));
    cluster.put("kubernetesNetworkConfig", Map.of("ipFamily", spec.ipFamily()));
    cluster.put("computeConfig", Map.of("enabled", spec.autoMode()));
    if (!spec.authenticationMode().isEmpty()) {
      cluster.put("accessConfig", Map.of("authenticationMode", spec.authenticationMode()));
    }
    return cluster;
  }

  private String key(AwsCall call) {
    EksClusterSpec spec = cluster(call);
    if (!spec.authenticationMode().contains("API")) {
      throw new AwsFailure(
          400,
          "InvalidRequestException",
          "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to"
              + " perform this operation.");
    }
    return spec.region() + "/" + spec.name() + "/" + call.text("principalArn");
  }

  private Entry entry(AwsCall call) {
    Entry entry = entries.get(key(call));
    if (entry == null || entry.hidden-- > 0) {
      throw new AwsFailure(
          404,
          "ResourceNotFoundException",
          "The specified principalArn could not be found. You can view your access entries.");
    }
    return entry;
  }

  private Map<String, Object> create(AwsCall call) {
    String key = key(call);
    String principal = call.text("principalArn");
    if (!iam.principalVisible(principal)) {
      throw new AwsFailure(
          400,
          "InvalidParameterException",
          "The specified principalArn is invalid: invalid principal.");
    }
    if (entries.containsKey(key)) {
      throw new AwsFailure(
          409,
          "ResourceInUseException",
          "The specified access entry resource is already in use on this cluster.");
    }
    String role = principal.substring(principal.lastIndexOf('/') + 1);
    String arn =
        "arn:"
            + call.partition()
            + ":eks:"
            + call.region()
            + ":"
            + EmbeddedAws.ACCOUNT
            + ":access-entry/"
            + call.text("clusterName")
            + "/role/"
            + EmbeddedAws.ACCOUNT
            + "/"
            + role
            + "/"
            + String.format("%08x", key.hashCode());
    Entry entry =
        new Entry(principal, call.find("type").orElse("STANDARD"), arn, clock.millis() / 1000.0);
    call.parameters().forEach((name, value) -> putTag(entry, name, value));
    entry.hidden = call.hidden();
    entries.put(key, entry);
    return shown(call, entry);
  }

  private static void putTag(Entry entry, String name, String value) {
    if (name.startsWith(TAGS)) {
      entry.tags.put(name.substring(TAGS.length()), value);
    }
  }

  private static Map<String, Object> shown(AwsCall call, Entry entry) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("clusterName", call.text("clusterName"));
    shown.put("principalArn", entry.principal);
    shown.put("accessEntryArn", entry.arn);
    shown.put("type", entry.type);
    shown.put("username", "system:node:{{EC2PrivateDNSName}}");
    shown.put("kubernetesGroups", List.of("system:nodes"));
    shown.put("createdAt", entry.created);
    shown.put("modifiedAt", entry.created);
    shown.put("tags", Map.copyOf(entry.tags));
    return shown;
  }

  private List<String> list(AwsCall call) {
    String prefix = cluster(call).region() + "/" + call.text("clusterName") + "/";
    List<String> principals = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          if (key.startsWith(prefix)) {
            principals.add(entry.principal);
          }
        });
    return principals;
  }

  private Map<String, Object> delete(AwsCall call) {
    entry(call);
    entries.remove(key(call));
    return Map.of();
  }

  private Entry tagged(AwsCall call) {
    String arn = call.text("resourceArn");
    return entries.values().stream()
        .filter(one -> one.arn.equals(arn))
        .findFirst()
        .orElseThrow(() -> new AwsFailure(404, "NotFoundException", "Resource was not found"));
  }

  /** The keys are in the query, one parameter each (EKS API reference, UntagResource). */
  private Map<String, Object> untag(AwsCall call) {
    call.parameters().forEach((name, key) -> untag(tagged(call), name, key));
    return Map.of();
  }

  private static void untag(Entry entry, String name, String key) {
    if (name.startsWith("tagKeys")) {
      entry.tags.remove(key);
    }
  }

  private Map<String, Object> tag(AwsCall call) {
    Entry entry = tagged(call);
    call.parameters().forEach((name, value) -> putTag(entry, name, value));
    return Map.of();
  }

  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    entries.forEach(
        (key, entry) ->
            state.put(
                "access-entry " + key, Map.of("type", entry.type, "tags", Map.copyOf(entry.tags))));
    return state;
  }
}
