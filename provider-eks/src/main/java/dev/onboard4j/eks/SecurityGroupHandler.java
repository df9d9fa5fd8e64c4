package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
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
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Reads and writes the security group of the nodes with its rules. */
final class SecurityGroupHandler implements ResourceHandler {
  private static final String VPC = "vpc";
  private static final String INGRESS = SecurityRules.INGRESS;
  private static final String EGRESS = SecurityRules.EGRESS;
  private static final String ID = "security-group-id";
  private static final String DUPLICATE_RULE = "InvalidPermission.Duplicate";
  private static final String GONE = "InvalidGroup.NotFound";
  private static final String IN_USE = "DependencyViolation";

  private final EksClients clients;
  private final EksMarks marks;
  private final Ec2Requests ec2;
  private final SecurityGroupUsers users;
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
    ec2 = new Ec2Requests(arns);
    users = new SecurityGroupUsers(clients, ec2);
    this.name = name;
    this.vpcId = vpcId;
    this.description = description;
  }

  static State desired(String vpcId, List<String> egress, Map<String, String> tags) {
    State.Builder state =
        State.builder()
            .fixed(VPC, vpcId)
            .members(INGRESS, List.of(SecurityRules.FROM_ITSELF))
            .members(EGRESS, egress);
    return Tags.desired(state, tags).build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Observed observed = read(requests);
    return observed.withExtras(SecurityRules.opened(observed.state(), resource.desired()));
  }

  private Observed read(RequestContext requests) {
    return find(requests).map(this::observed).orElseGet(Observed::absent);
  }

  private Optional<SecurityGroup> find(RequestContext requests) {
    // A filter gives an empty result for a missing group; a name gives an error.
    return Aws.read(
        requests,
        ec2.describeSecurityGroups(),
        () ->
            clients
                .ec2()
                .describeSecurityGroups(r -> r.filters(where(), filter("group-name", name)))
                .securityGroups()
                .stream()
                .findFirst());
  }

  /** Filters by VPC, or by the mark of a deleted cluster. */
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
    State.Builder state =
        State.builder()
            .fixed(VPC, group.vpcId())
            .members(INGRESS, SecurityRules.words(group.ipPermissions(), group.groupId()))
            .members(EGRESS, SecurityRules.words(group.ipPermissionsEgress(), group.groupId()));
    Tags.observed(state, tags, marks);
    return Observed.of(state.build(), marks.ownerByName(tags))
        .withOutputs(Map.of(ID, group.groupId()));
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return Aws.permissions(List.of(ec2.describeSecurityGroups()));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    List<ApiRequest> writes = new ArrayList<>();
    String id = observed.outputs().getOrDefault(ID, "");
    if (change.removes() || change.replaces()) {
      writes.add(ec2.deleteSecurityGroup(id));
      writes.add(ec2.describeNetworkInterfaces());
    }
    if (change.replaces()) {
      writes.addAll(repair("", change.anew()));
    } else if (!change.removes()) {
      writes.addAll(repair(id, change));
    }
    return Aws.permissions(writes);
  }

  private List<ApiRequest> repair(String id, StateChange change) {
    List<ApiRequest> writes = new ArrayList<>();
    if (change.creates()) {
      writes.add(ec2.createSecurityGroup(vpcId));
    } else if (!change.changed(Tags.FIELD).isEmpty()) {
      writes.add(ec2.createTags(id));
    }
    if (!Tags.obsolete(change).isEmpty()) {
      writes.add(ec2.deleteTags(id));
    }
    if (!change.missing(INGRESS).isEmpty()) {
      writes.add(ec2.authorizeSecurityGroupIngress(id));
    }
    if (!change.missing(EGRESS).isEmpty()) {
      writes.add(ec2.authorizeSecurityGroupEgress(id));
    }
    return writes;
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      return remove(observed, requests);
    }
    if (change.replaces()) {
      remove(observed, requests);
      return put(observed, change.anew(), requests);
    }
    return put(observed, change, requests);
  }

  private Observed put(Observed observed, StateChange change, RequestContext requests) {
    State target = change.target();
    Observed there = change.creates() ? created(target, requests) : observed;
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
            ec2.createSecurityGroup(vpcId),
            "InvalidGroup.Duplicate",
            () -> id.add(create(tags)));
    return made ? bare(id.get(0), tags) : appeared(requests);
  }

  /** A new group allows all egress over IPv4 (EC2 user guide, default egress rule). */
  private Observed bare(String id, Map<String, String> tags) {
    State.Builder state =
        State.builder().fixed(VPC, vpcId).members(EGRESS, List.of(SecurityRules.TO_ANYWHERE));
    Tags.observed(state, tags, marks);
    return Observed.of(state.build(), marks.owner(tags)).withOutputs(Map.of(ID, id));
  }

  /** Another process was faster, or a reply was lost: uses the group only if it has our mark. */
  private Observed appeared(RequestContext requests) {
    Observed there =
        requests.await(
            "security group " + name + ", which AWS says exists, is visible",
            () -> Optional.of(read(requests)).filter(Observed::exists));
    if (there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "a security group called " + name + " was created since the plan was made")
          .remedy("plan again")
          .build();
    }
    return there;
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
    untag(id, Tags.obsolete(change), requests);
    Map<String, String> tags = change.changed(Tags.FIELD);
    if (!tags.isEmpty()) {
      writes.add(() -> tag(id, tags, requests));
    }
    requests.all(writes);
  }

  private Object letIn(String id, RequestContext requests) {
    return permitted(
        requests,
        ec2.authorizeSecurityGroupIngress(id),
        () ->
            clients
                .ec2()
                .authorizeSecurityGroupIngress(
                    r -> r.groupId(id).ipPermissions(SecurityRules.fromItself(id))));
  }

  private Object letOut(String id, Set<String> rules, RequestContext requests) {
    return permitted(
        requests,
        ec2.authorizeSecurityGroupEgress(id),
        () ->
            clients
                .ec2()
                .authorizeSecurityGroupEgress(
                    r -> r.groupId(id).ipPermissions(SecurityRules.toAnywhere(rules))));
  }

  /** Accepts a rule that exists, and waits while a new group is not yet visible. */
  private Object permitted(RequestContext requests, ApiRequest request, Supplier<?> send) {
    return requests.await(
        "security group " + name + " is visible to " + request,
        () -> {
          String refused = Aws.refusal(requests, request, Set.of(DUPLICATE_RULE, GONE), send);
          return refused.equals(GONE) ? Optional.empty() : Optional.of(request);
        });
  }

  private void untag(String id, List<String> keys, RequestContext requests) {
    if (!keys.isEmpty()) {
      List<Tag> tags = keys.stream().map(key -> Tag.builder().key(key).build()).toList();
      Aws.write(
          requests,
          ec2.deleteTags(id),
          () -> clients.ec2().deleteTags(r -> r.resources(id).tags(tags)));
    }
  }

  private Object tag(String id, Map<String, String> tags, RequestContext requests) {
    return Aws.write(
        requests,
        ec2.createTags(id),
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
    requests.await("security group " + id + " is free of users", () -> deleted(id, requests));
    return requests.await(
        "security group " + name + " is deleted",
        () -> Optional.of(read(requests)).filter(seen -> !seen.exists()));
  }

  /** Empty while network interfaces of terminated instances still hold the group. */
  private Optional<String> deleted(String id, RequestContext requests) {
    String refused =
        Aws.refusal(
            requests,
            ec2.deleteSecurityGroup(id),
            Set.of(GONE, IN_USE),
            () -> clients.ec2().deleteSecurityGroup(r -> r.groupId(id)));
    if (!refused.equals(IN_USE)) {
      return Optional.of(id);
    }
    List<String> lasting = users.lasting(id, requests);
    if (!lasting.isEmpty()) {
      throw inUse(id, lasting);
    }
    return Optional.empty();
  }

  private static OnboardingException inUse(String id, List<String> users) {
    String remedy =
        "terminate these nodes, or remove the group from them and from other groups, and run again";
    return OnboardingException.of(
            Category.CONFLICT, "security group " + id + " is in use: " + String.join("; ", users))
        .remedy(remedy)
        .build();
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    String id = observed.outputs().get(ID);
    return id == null ? List.of() : users.of(id, requests);
  }
}
