package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
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
  private final Ec2Requests asks;
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
    asks = new Ec2Requests(arns);
    this.name = name;
    this.vpcId = vpcId;
    this.description = description;
  }

  static State desired(String vpcId, List<String> egress, Map<String, String> tags) {
    return State.builder()
        .fixed(VPC, vpcId)
        .members(INGRESS, List.of(SecurityRules.FROM_ITSELF))
        .members(EGRESS, egress)
        .each(Tags.FIELD, tags)
        .build();
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
        asks.describeSecurityGroups(),
        () ->
            clients
                .ec2()
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
            .each(Tags.FIELD, tags)
            .build();
    return Observed.of(state, marks.owner(tags)).withOutputs(Map.of(ID, group.groupId()));
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return Aws.permissions(List.of(asks.describeSecurityGroups()));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    List<ApiRequest> writes = new ArrayList<>();
    if (change.removes() || change.replaces()) {
      writes.add(asks.deleteSecurityGroup());
      writes.add(asks.describeNetworkInterfaces());
    }
    if (!change.removes()) {
      writes.addAll(repair(change.replaces() ? change.anew() : change));
    }
    return Aws.permissions(writes);
  }

  private List<ApiRequest> repair(StateChange change) {
    List<ApiRequest> writes = new ArrayList<>();
    if (change.creates()) {
      writes.add(asks.createSecurityGroup(vpcId));
    } else if (!change.changed(Tags.FIELD).isEmpty()) {
      writes.add(asks.createTags());
    }
    if (!change.missing(INGRESS).isEmpty()) {
      writes.add(asks.authorizeSecurityGroupIngress());
    }
    if (!change.missing(EGRESS).isEmpty()) {
      writes.add(asks.authorizeSecurityGroupEgress());
    }
    return writes;
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      return remove(observed, requests);
    }
    StateChange left = change;
    if (change.replaces()) {
      remove(observed, requests);
      left = change.anew();
    }
    State target = change.target();
    Observed there = left.creates() ? created(target, requests) : observed;
    repair(
        String.valueOf(there.outputs().get(ID)),
        new StateChange(there.state(), target, change.retired()),
        requests);
    return requests.await(
        "security group " + name + " is visible as written",
        () ->
            Optional.of(read(requests))
                .filter(seen -> seen.state().covers(target, change.retired())));
  }

  private Observed created(State target, RequestContext requests) {
    Map<String, String> tags = Tags.of(target);
    List<String> id = new ArrayList<>();
    boolean made =
        Aws.tried(
            requests,
            asks.createSecurityGroup(vpcId),
            "InvalidGroup.Duplicate",
            () -> id.add(create(tags)));
    if (made) {
      // A new group lets everything out over IPv4 (EC2 user guide, default egress rule).
      State bare =
          State.builder()
              .fixed(VPC, vpcId)
              .members(EGRESS, List.of(SecurityRules.TO_ANYWHERE))
              .each(Tags.FIELD, tags)
              .build();
      return Observed.of(bare, marks.owner(tags)).withOutputs(Map.of(ID, id.get(0)));
    }
    return requests.await(
        "security group " + name + ", which AWS says exists, is visible",
        () -> Optional.of(read(requests)).filter(Observed::exists));
  }

  private String create(Map<String, String> tags) {
    TagSpecification marked =
        TagSpecification.builder()
            .resourceType(ResourceType.SECURITY_GROUP)
            .tags(ec2Tags(tags))
            .build();
    return clients
        .ec2()
        .createSecurityGroup(
            r -> r.groupName(name).description(description).vpcId(vpcId).tagSpecifications(marked))
        .groupId();
  }

  private void repair(String id, StateChange change, RequestContext requests) {
    List<Supplier<Object>> writes = new ArrayList<>();
    if (!change.missing(INGRESS).isEmpty()) {
      writes.add(() -> letIn(id, requests));
    }
    if (!change.missing(EGRESS).isEmpty()) {
      writes.add(() -> letOut(id, change.missing(EGRESS), requests));
    }
    Map<String, String> tags = change.changed(Tags.FIELD);
    if (!tags.isEmpty()) {
      writes.add(() -> tag(id, tags, requests));
    }
    requests.all(writes);
  }

  private Object letIn(String id, RequestContext requests) {
    return permitted(
        requests,
        asks.authorizeSecurityGroupIngress(),
        () ->
            clients
                .ec2()
                .authorizeSecurityGroupIngress(
                    r -> r.groupId(id).ipPermissions(SecurityRules.fromItself(id))));
  }

  private Object letOut(String id, Set<String> rules, RequestContext requests) {
    return permitted(
        requests,
        asks.authorizeSecurityGroupEgress(),
        () ->
            clients
                .ec2()
                .authorizeSecurityGroupEgress(
                    r -> r.groupId(id).ipPermissions(SecurityRules.toAnywhere(rules))));
  }

  /** What is permitted already is what we want. A group made just now may not be visible yet. */
  private Object permitted(RequestContext requests, ApiRequest request, Supplier<?> send) {
    return requests.await(
        "security group " + name + " is visible to " + request,
        () -> {
          String refused = Aws.refusal(requests, request, Set.of(DUPLICATE_RULE, GONE), send);
          return refused.equals(GONE) ? Optional.empty() : Optional.of(request);
        });
  }

  private Object tag(String id, Map<String, String> tags, RequestContext requests) {
    return Aws.write(
        requests,
        asks.createTags(),
        () -> clients.ec2().createTags(r -> r.resources(id).tags(ec2Tags(tags))));
  }

  private static List<Tag> ec2Tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private Observed remove(Observed observed, RequestContext requests) {
    String id = observed.outputs().get(ID);
    if (id == null) {
      return Observed.absent();
    }
    String refused =
        Aws.refusal(
            requests,
            asks.deleteSecurityGroup(),
            Set.of(GONE, IN_USE),
            () -> clients.ec2().deleteSecurityGroup(r -> r.groupId(id)));
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
        () -> Optional.of(read(requests)).filter(seen -> !seen.exists()));
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
            asks.describeNetworkInterfaces(),
            () ->
                clients
                    .ec2()
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
