package dev.onboard4j.testkit.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** EC2: subnets, security groups with their rules, tags and network interfaces. */
final class Ec2Api {
  private final List<EksClusterSpec> networks = new ArrayList<>();
  private final Map<String, Group> groups = new TreeMap<>();
  private final List<Interface> interfaces = new ArrayList<>();
  private final Ec2Instances instances = new Ec2Instances();
  private int made;

  /** A network interface with a group; of no instance if that is the empty string. */
  private static final class Interface {
    private final String id;
    private final String group;
    private final String instance;

    /** How many deletions of the group still find it. */
    private int left;

    Interface(String id, String group, String instance, int left) {
      this.id = id;
      this.group = group;
      this.instance = instance;
      this.left = left;
    }
  }

  private static final class Group {
    private final String id;
    private final String region;
    private final String name;
    private final String description;
    private final String vpc;
    private final Map<String, String> tags = new TreeMap<>();
    private final TreeSet<Ec2Rule> ingress = new TreeSet<>();
    private final TreeSet<Ec2Rule> egress = new TreeSet<>();
    private int hidden;

    Group(String id, String region, String name, String description, String vpc) {
      this.id = id;
      this.region = region;
      this.name = name;
      this.description = description;
      this.vpc = vpc;
    }
  }

  void addVpc(EksClusterSpec spec) {
    networks.removeIf(network -> network.vpcId().equals(spec.vpcId()));
    networks.add(spec);
  }

  /** The account that owns a VPC. */
  String vpcOwner(String vpc) {
    return networks.stream()
        .filter(network -> network.vpcId().equals(vpc))
        .map(EksClusterSpec::vpcOwner)
        .findFirst()
        .orElse(EmbeddedAws.ACCOUNT);
  }

  Ec2Instances instances() {
    return instances;
  }

  void addInterface(String id, String group, String instance) {
    interfaces.add(new Interface(id, group, instance, Integer.MAX_VALUE));
  }

  void addDrainingInterface(String id, String group, int deletions) {
    interfaces.add(new Interface(id, group, "", deletions));
  }

  /** Whether an interface has the group; one that drains is a deletion nearer to its end. */
  private boolean held(Group group) {
    boolean held = interfaces.stream().anyMatch(one -> one.group.equals(group.id));
    interfaces.removeIf(one -> one.group.equals(group.id) && --one.left <= 0);
    return held;
  }

  Map<String, Object> call(AwsCall call) {
    return switch (call.action()) {
      case "DescribeSubnets" -> Map.of("subnetSet", subnets(call));
      case "DescribeSecurityGroups" -> describe(call);
      case "CreateSecurityGroup" -> create(call);
      case "AuthorizeSecurityGroupIngress" -> authorize(call, group(call).ingress);
      case "AuthorizeSecurityGroupEgress" -> authorize(call, group(call).egress);
      case "RevokeSecurityGroupIngress" -> revoke(call, group(call).ingress);
      case "RevokeSecurityGroupEgress" -> revoke(call, group(call).egress);
      case "DeleteSecurityGroup" -> delete(call);
      case "CreateTags" -> tag(call);
      case "DeleteTags" -> untag(call);
      case "DescribeInstances" -> instances.describe(filters(call));
      case "DescribeNetworkInterfaces" -> Map.of("networkInterfaceSet", interfaces(call));
      default -> throw new AwsFailure(400, "InvalidAction", "no action " + call.action());
    };
  }

  private List<Object> subnets(AwsCall call) {
    Map<String, List<String>> filters = filters(call);
    List<Object> found = new ArrayList<>();
    for (EksClusterSpec network : networks) {
      for (String letter : List.of("a", "b")) {
        String id = "subnet-" + letter + network.id();
        boolean asked = filters.getOrDefault("subnet-id", List.of(id)).contains(id);
        if (network.region().equals(call.region()) && asked) {
          found.add(
              Map.of("subnetId", id, "vpcId", network.vpcId(), "ownerId", network.vpcOwner()));
        }
      }
    }
    return found;
  }

  private static Map<String, List<String>> filters(AwsCall call) {
    Map<String, List<String>> filters = new TreeMap<>();
    for (int i = 1; call.find("Filter." + i + ".Name").isPresent(); i++) {
      filters.put(call.text("Filter." + i + ".Name"), call.list("Filter." + i + ".Value."));
    }
    return filters;
  }

  private Map<String, Object> describe(AwsCall call) {
    Map<String, List<String>> filters = filters(call);
    List<String> ids = call.list("GroupId.");
    ids.forEach(this::group);
    Predicate<Group> asked =
        group ->
            (ids.isEmpty() || ids.contains(group.id))
                && group.region.equals(call.region())
                && filters.getOrDefault("vpc-id", List.of(group.vpc)).contains(group.vpc)
                && tagged(group, filters)
                && refers(group.ingress, filters.get("ip-permission.group-id"))
                && refers(group.egress, filters.get("egress.ip-permission.group-id"))
                && filters.getOrDefault("group-name", List.of(group.name)).contains(group.name);
    return Map.of(
        "securityGroupInfo",
        groups.values().stream()
            .filter(asked)
            .filter(group -> group.hidden-- <= 0)
            .map(Ec2Api::shown)
            .toList());
  }

  private static boolean refers(Set<Ec2Rule> rules, @Nullable List<String> groups) {
    return groups == null || rules.stream().anyMatch(rule -> groups.contains(rule.peer()));
  }

  private static boolean tagged(Group group, Map<String, List<String>> filters) {
    return filters.entrySet().stream()
        .filter(filter -> filter.getKey().startsWith("tag:"))
        .allMatch(
            filter ->
                filter
                    .getValue()
                    .contains(group.tags.getOrDefault(filter.getKey().substring(4), "")));
  }

  private static Map<String, Object> shown(Group group) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("ownerId", EmbeddedAws.ACCOUNT);
    shown.put("groupId", group.id);
    shown.put("groupName", group.name);
    shown.put("groupDescription", group.description);
    shown.put("vpcId", group.vpc);
    shown.put("ipPermissions", group.ingress.stream().map(Ec2Rule::shown).toList());
    shown.put("ipPermissionsEgress", group.egress.stream().map(Ec2Rule::shown).toList());
    shown.put(
        "tagSet",
        group.tags.entrySet().stream()
            .map(tag -> Map.of("key", tag.getKey(), "value", tag.getValue()))
            .toList());
    return shown;
  }

  private Map<String, Object> create(AwsCall call) {
    String vpc = call.text("VpcId");
    String name = call.text("GroupName");
    EksClusterSpec network =
        networks.stream().filter(one -> one.vpcId().equals(vpc)).findFirst().orElse(null);
    if (network == null) {
      throw new AwsFailure(400, "InvalidVpcID.NotFound", "The vpc ID '" + vpc + "' does not exist");
    }
    if (groups.values().stream().anyMatch(g -> g.vpc.equals(vpc) && g.name.equals(name))) {
      throw new AwsFailure(
          400,
          "InvalidGroup.Duplicate",
          "The security group '" + name + "' already exists for VPC '" + vpc + "'");
    }
    String id = String.format("sg-%017x", ++made);
    Group group = new Group(id, network.region(), name, call.text("GroupDescription"), vpc);
    group.tags.putAll(call.tags("TagSpecification.1.Tag."));
    group.egress.add(new Ec2Rule("-1", "", "", "0.0.0.0/0"));
    group.hidden = call.hidden();
    groups.put(id, group);
    return Map.of("return", "true", "groupId", id);
  }

  private Group group(AwsCall call) {
    return group(call.text("GroupId"));
  }

  private Group group(String id) {
    Group group = groups.get(id);
    if (group == null) {
      throw new AwsFailure(
          400, "InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
    }
    return group;
  }

  private static Map<String, Object> authorize(AwsCall call, Set<Ec2Rule> rules) {
    List<Ec2Rule> wanted = Ec2Rule.of(call);
    for (Ec2Rule rule : wanted) {
      if (rules.contains(rule)) {
        throw new AwsFailure(
            400,
            "InvalidPermission.Duplicate",
            "the specified rule \"peer: " + rule.peer() + ", ALL, ALLOW\" already exists");
      }
    }
    rules.addAll(wanted);
    return Map.of("return", "true");
  }

  private static Map<String, Object> revoke(AwsCall call, Set<Ec2Rule> rules) {
    Ec2Rule.of(call).forEach(rules::remove);
    return Map.of("return", "true");
  }

  private Map<String, Object> delete(AwsCall call) {
    Group group = group(call);
    boolean referenced =
        groups.values().stream()
            .filter(other -> other != group)
            .anyMatch(
                other ->
                    refers(other.ingress, List.of(group.id))
                        || refers(other.egress, List.of(group.id)));
    if (referenced || held(group)) {
      throw new AwsFailure(
          400, "DependencyViolation", "resource " + group.id + " has a dependent object");
    }
    groups.remove(group.id);
    return Map.of("return", "true");
  }

  private Map<String, Object> tag(AwsCall call) {
    call.list("ResourceId.").forEach(id -> group(id).tags.putAll(call.tags("Tag.")));
    return Map.of("return", "true");
  }

  /** Deletes the tags with these keys (EC2 API reference, DeleteTags; no value is sent). */
  private Map<String, Object> untag(AwsCall call) {
    Set<String> keys = call.tags("Tag.").keySet();
    call.list("ResourceId.").forEach(id -> group(id).tags.keySet().removeAll(keys));
    return Map.of("return", "true");
  }

  private List<Object> interfaces(AwsCall call) {
    List<String> asked = filters(call).getOrDefault("group-id", List.of());
    List<Object> found = new ArrayList<>();
    for (Interface one : interfaces) {
      if (asked.contains(one.group)) {
        found.add(
            one.instance.isEmpty()
                ? Map.of("networkInterfaceId", one.id)
                : Map.of(
                    "networkInterfaceId",
                    one.id,
                    "attachment",
                    Map.of("instanceId", one.instance)));
      }
    }
    return found;
  }

  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    groups
        .values()
        .forEach(
            group ->
                state.put(
                    "security-group " + group.region + "/" + group.vpc + "/" + group.name,
                    Map.of(
                        "description", group.description,
                        "tags", Map.copyOf(group.tags),
                        "ingress", words(group.ingress, group.id),
                        "egress", words(group.egress, group.id))));
    return state;
  }

  private static List<String> words(Set<Ec2Rule> rules, String self) {
    return rules.stream().map(rule -> rule.toString().replace(self, "self")).toList();
  }
}
