package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The security group of the nodes, with its rules. */
final class SecurityGroupHandler implements ResourceHandler {
  private static final String VPC = "vpc";
  private static final String INGRESS = "ingress";
  private static final String EGRESS = "egress";
  private static final String ID = "security-group-id";
  private static final String DUPLICATE_RULE = "InvalidPermission.Duplicate";
  private static final String GONE = "InvalidGroup.NotFound";
  private static final String IN_USE = "DependencyViolation";
  private static final int SHOWN = 5;

  private final EksClients clients;
  private final EksMarks marks;
  private final Arns arns;
  private final String name;
  private final String vpcId;
  private final String description;

  SecurityGroupHandler(
      EksClients clients,
      EksMarks marks,
      Arns arns,
      String name,
      String vpcId,
      String description) {
    this.clients = clients;
    this.marks = marks;
    this.arns = arns;
    this.name = name;
    this.vpcId = vpcId;
    this.description = description;
  }

  static State desired(String vpcId, List<String> egress, Map<String, String> tags) {
    return State.builder()
        .fixed(VPC, vpcId)
        .members(INGRESS, List.of(SecurityRules.FROM_ITSELF))
        .members(EGRESS, egress)
        .each(Fields.TAGS, tags)
        .build();
  }

  private Ec2Client ec2() {
    return clients.ec2();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return read(requests);
  }

  private Observed read(RequestContext requests) {
    return find(requests).map(this::observed).orElseGet(Observed::absent);
  }

  private Optional<SecurityGroup> find(RequestContext requests) {
    // A filter, unlike a name, also finds nothing without an error.
    return Aws.read(
        requests,
        "ec2:DescribeSecurityGroups",
        "*",
        () ->
            ec2()
                .describeSecurityGroups(r -> r.filters(where(), filter("group-name", name)))
                .securityGroups()
                .stream()
                .findFirst());
  }

  /** Within the VPC; of a cluster that is gone, by our mark. */
  private Filter where() {
    return vpcId.equals(EksFacts.ANY_VPC)
        ? filter("tag:" + SessionContext.CLUSTER_MARK, marks.cluster())
        : filter("vpc-id", vpcId);
  }

  private static Filter filter(String key, String value) {
    return Filter.builder().name(key).values(value).build();
  }

  private Observed observed(SecurityGroup group) {
    Map<String, String> tags = new TreeMap<>();
    group.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    State state =
        State.builder()
            .fixed(VPC, group.vpcId())
            .members(INGRESS, SecurityRules.words(group.ipPermissions(), group.groupId()))
            .members(EGRESS, SecurityRules.words(group.ipPermissionsEgress(), group.groupId()))
            .each(Fields.TAGS, tags)
            .build();
    return Observed.of(state, marks.owner(tags)).withOutputs(Map.of(ID, group.groupId()));
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    List<RequiredPermission> needs = new ArrayList<>();
    Fields fields = new Fields(before.state(), after, resource.retired());
    if (after.equals(before.state())) {
      needs.add(new RequiredPermission("ec2:DescribeSecurityGroups", "*"));
    } else if (after.isEmpty()) {
      needs.add(new RequiredPermission("ec2:DeleteSecurityGroup", arns.securityGroups()));
      needs.add(new RequiredPermission("ec2:DescribeNetworkInterfaces", "*"));
    } else {
      if (!before.exists()) {
        needs.add(new RequiredPermission("ec2:CreateSecurityGroup", arns.securityGroups()));
        needs.add(new RequiredPermission("ec2:CreateSecurityGroup", arns.vpc(vpcId)));
      }
      if (!fields.tags().isEmpty()) {
        needs.add(new RequiredPermission("ec2:CreateTags", arns.securityGroups()));
      }
      if (!fields.missing(INGRESS).isEmpty()) {
        needs.add(
            new RequiredPermission("ec2:AuthorizeSecurityGroupIngress", arns.securityGroups()));
      }
      if (!fields.missing(EGRESS).isEmpty()) {
        needs.add(
            new RequiredPermission("ec2:AuthorizeSecurityGroupEgress", arns.securityGroups()));
      }
    }
    return needs;
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    if (after.isEmpty()) {
      return remove(before, requests);
    }
    if (before.exists() && !vpcId.equals(before.state().json(VPC))) {
      remove(before, requests);
    }
    Observed from = before.exists() ? before : created(after, requests);
    String id = String.valueOf(from.outputs().get(ID));
    repair(id, new Fields(from.state(), after, resource.retired()), requests);
    return requests.await(
        "security group " + name + " is visible as written",
        () -> Optional.of(read(requests)).filter(o -> o.state().covers(after, resource.retired())));
  }

  private Observed created(State after, RequestContext requests) {
    List<Tag> tags =
        Fields.tags(after).entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    List<String> id = new ArrayList<>();
    boolean made =
        Aws.tried(
            requests,
            "ec2:CreateSecurityGroup",
            arns.securityGroups(),
            "InvalidGroup.Duplicate",
            () ->
                id.add(
                    ec2()
                        .createSecurityGroup(
                            r ->
                                r.groupName(name)
                                    .description(description)
                                    .vpcId(vpcId)
                                    .tagSpecifications(
                                        TagSpecification.builder()
                                            .resourceType(ResourceType.SECURITY_GROUP)
                                            .tags(tags)
                                            .build()))
                        .groupId()));
    if (made) {
      // A new group lets everything out over IPv4 (EC2 user guide, default egress rule).
      State bare =
          State.builder()
              .fixed(VPC, vpcId)
              .members(EGRESS, List.of(SecurityRules.TO_ANYWHERE))
              .each(Fields.TAGS, Fields.tags(after))
              .build();
      return Observed.of(bare, marks.owner(Fields.tags(after))).withOutputs(Map.of(ID, id.get(0)));
    }
    return requests.await(
        "security group " + name + ", which AWS says exists, is visible",
        () -> Optional.of(read(requests)).filter(Observed::exists));
  }

  private void repair(String id, Fields fields, RequestContext requests) {
    List<Supplier<Object>> writes = new ArrayList<>();
    if (!fields.missing(INGRESS).isEmpty()) {
      writes.add(
          () ->
              permitted(
                  requests,
                  "ec2:AuthorizeSecurityGroupIngress",
                  () ->
                      ec2()
                          .authorizeSecurityGroupIngress(
                              r -> r.groupId(id).ipPermissions(SecurityRules.fromItself(id)))));
    }
    if (!fields.missing(EGRESS).isEmpty()) {
      writes.add(
          () ->
              permitted(
                  requests,
                  "ec2:AuthorizeSecurityGroupEgress",
                  () ->
                      ec2()
                          .authorizeSecurityGroupEgress(
                              r ->
                                  r.groupId(id)
                                      .ipPermissions(
                                          SecurityRules.toAnywhere(fields.missing(EGRESS))))));
    }
    if (!fields.tags().isEmpty()) {
      writes.add(() -> tag(id, fields.tags(), requests));
    }
    requests.all(writes);
  }

  /** What is permitted already is what we want. A group made just now may not be visible yet. */
  private Object permitted(RequestContext requests, String action, Supplier<?> request) {
    return requests.await(
        "security group " + name + " is visible to " + action,
        () -> {
          String refused =
              Aws.refusal(
                  requests, action, arns.securityGroups(), Set.of(DUPLICATE_RULE, GONE), request);
          return refused.equals(GONE) ? Optional.empty() : Optional.of(action);
        });
  }

  private Object tag(String id, Map<String, String> wanted, RequestContext requests) {
    List<Tag> tags =
        wanted.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    Aws.write(
        requests,
        "ec2:CreateTags",
        arns.securityGroups(),
        () -> ec2().createTags(r -> r.resources(id).tags(tags)));
    return id;
  }

  private Observed remove(Observed before, RequestContext requests) {
    String id = before.outputs().get(ID);
    if (id == null) {
      return Observed.absent();
    }
    String refused =
        Aws.refusal(
            requests,
            "ec2:DeleteSecurityGroup",
            arns.securityGroups(),
            Set.of(GONE, IN_USE),
            () -> ec2().deleteSecurityGroup(r -> r.groupId(id)));
    if (refused.equals(IN_USE)) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "security group " + id + " is in use: " + String.join("; ", users(id, requests)))
          .remedy(
              "end these nodes, or take the group off them and out of other groups, and run again")
          .build();
    }
    return requests.await(
        "security group " + name + " is gone",
        () -> Optional.of(read(requests)).filter(observed -> !observed.exists()));
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    String id = observed.outputs().get(ID);
    return id == null ? List.of() : users(id, requests);
  }

  /** The network interfaces that hold the group; the first few, and how many there are. */
  private List<String> users(String id, RequestContext requests) {
    List<NetworkInterface> interfaces =
        Aws.read(
            requests,
            "ec2:DescribeNetworkInterfaces",
            "*",
            () ->
                ec2()
                    .describeNetworkInterfaces(
                        r -> r.filters(filter("group-id", id)).maxResults(100))
                    .networkInterfaces());
    List<String> users = new ArrayList<>();
    interfaces.stream().limit(SHOWN).forEach(one -> users.add(words(one)));
    if (interfaces.size() > SHOWN) {
      users.add("and " + (interfaces.size() - SHOWN) + " more at least");
    }
    return users;
  }

  private static String words(NetworkInterface one) {
    boolean attached = one.attachment() != null && one.attachment().instanceId() != null;
    return "network interface "
        + one.networkInterfaceId()
        + (attached ? " of instance " + one.attachment().instanceId() : "");
  }
}
