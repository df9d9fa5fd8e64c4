package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * The access entry that lets nodes of the node role join the cluster.
 *
 * <p>EKS binds an entry to the role's unique id, not to its name: an entry that is older than the
 * role belongs to an earlier role of that name, looks right, and lets nobody in. So the role's id
 * is a field that cannot be changed in place.
 */
final class AccessEntryHandler implements ResourceHandler {
  private static final String TYPE = "type";
  private static final String ROLE_ID = "role-id";
  private static final String EC2_LINUX = "EC2_LINUX";
  private static final String EXISTS = "ResourceInUseException";
  private static final String INVALID = "InvalidParameterException";

  private final EksClients clients;
  private final EksMarks marks;
  private final Arns arns;
  private final RoleReader role;
  private final String roleName;
  private final String roleArn;

  AccessEntryHandler(EksClients clients, EksMarks marks, Arns arns, RoleIdentity role) {
    this.clients = clients;
    this.marks = marks;
    this.arns = arns;
    this.role = new RoleReader(clients, marks, role);
    roleName = role.name();
    roleArn = role.arn();
  }

  static State desired(ResourceId nodeRole, String output, Map<String, String> tags) {
    return State.builder()
        .fixed(TYPE, EC2_LINUX)
        .value(ROLE_ID, new State.Unknown(nodeRole, output, true))
        .each(Fields.TAGS, tags)
        .build();
  }

  private EksClient eks() {
    return clients.eks();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    List<Optional<?>> both =
        requests.<Optional<?>>all(List.of(() -> find(requests), () -> role.find(requests)));
    return both.get(0)
        .map(
            entry ->
                observed(
                    (AccessEntry) entry,
                    boundTo((AccessEntry) entry, both.get(1).map(found -> (Role) found))))
        .orElseGet(Observed::absent);
  }

  private Optional<AccessEntry> find(RequestContext requests) {
    return Aws.find(
        requests,
        "eks:DescribeAccessEntry",
        arns.accessEntry(roleName),
        ResourceNotFoundException.class,
        () ->
            eks()
                .describeAccessEntry(r -> r.clusterName(arns.clusterName()).principalArn(roleArn))
                .accessEntry());
  }

  private Observed observed(AccessEntry entry, String roleId) {
    Map<String, String> tags = entry.tags();
    State state =
        State.builder()
            .fixed(TYPE, entry.type())
            .fixed(ROLE_ID, roleId)
            .each(Fields.TAGS, tags)
            .build();
    return Observed.of(state, marks.owner(tags));
  }

  private static String boundTo(AccessEntry entry, Optional<Role> found) {
    if (found.isEmpty()) {
      return "a role that is gone";
    }
    Instant made = entry.createdAt();
    // IAM tells whole seconds.
    boolean older = made != null && made.plusSeconds(1).isBefore(found.get().createDate());
    return older ? "an earlier role of that name" : found.get().roleId();
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    List<RequiredPermission> needs = new ArrayList<>();
    String entry = arns.accessEntry(roleName);
    Fields fields = new Fields(before.state(), after, resource.retired());
    boolean replaces = before.exists() && (fields.changes(TYPE) || unlike(before.state(), after));
    if (after.equals(before.state())) {
      needs.add(new RequiredPermission("eks:DescribeAccessEntry", entry));
      needs.add(new RequiredPermission("iam:GetRole", roleArn));
    } else if (after.isEmpty()) {
      needs.add(new RequiredPermission("eks:DeleteAccessEntry", entry));
    } else {
      if (!before.exists() || replaces) {
        needs.add(new RequiredPermission("eks:CreateAccessEntry", arns.cluster()));
      }
      if (replaces) {
        needs.add(new RequiredPermission("eks:DeleteAccessEntry", entry));
      }
      if (!fields.tags().isEmpty() || replaces) {
        needs.add(new RequiredPermission("eks:TagResource", entry));
      }
    }
    return needs;
  }

  private static boolean unlike(State before, State after) {
    return !(after.field(ROLE_ID) instanceof State.Known known)
        || !String.valueOf(known.json()).equals(before.json(ROLE_ID));
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    if (after.isEmpty()) {
      return remove(resource, requests);
    }
    Fields fields = new Fields(before.state(), after, resource.retired());
    boolean replaces = fields.changes(TYPE) || fields.changes(ROLE_ID);
    if (before.exists() && replaces) {
      remove(resource, requests);
    }
    boolean made = (!before.exists() || replaces) && created(resource, after, requests);
    if (before.exists() && !replaces && !fields.tags().isEmpty()) {
      tag(fields.tags(), requests);
    }
    return requests.await(
        "the access entry of " + roleArn + " is visible as written",
        () ->
            Optional.of(made ? readBack(after, requests) : read(resource, requests))
                .filter(o -> o.state().covers(after, resource.retired())));
  }

  /**
   * An entry made just now is bound to the role there is now: no need to look at the role again.
   */
  private Observed readBack(State after, RequestContext requests) {
    String roleId = String.valueOf(after.json(ROLE_ID));
    return find(requests).map(entry -> observed(entry, roleId)).orElseGet(Observed::absent);
  }

  /**
   * Makes the entry and answers whether it was us who made it.
   *
   * <p>EKS learns of a new role a little later, and calls the principal invalid until then.
   */
  private boolean created(Resource resource, State after, RequestContext requests) {
    boolean fresh = resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    return requests.await(
        roleArn + " is visible to EKS",
        () -> {
          String refused =
              Aws.refusal(
                  requests,
                  "eks:CreateAccessEntry",
                  arns.cluster(),
                  fresh ? Set.of(EXISTS, INVALID) : Set.of(EXISTS),
                  () -> create(after));
          return refused.equals(INVALID) ? Optional.empty() : Optional.of(refused.isEmpty());
        });
  }

  private Object create(State after) {
    return eks()
        .createAccessEntry(
            r ->
                r.clusterName(arns.clusterName())
                    .principalArn(roleArn)
                    .type(EC2_LINUX)
                    .tags(Fields.tags(after)));
  }

  private void tag(Map<String, String> tags, RequestContext requests) {
    Optional<AccessEntry> entry = find(requests);
    entry.ifPresent(
        found ->
            Aws.write(
                requests,
                "eks:TagResource",
                arns.accessEntry(roleName),
                () -> eks().tagResource(r -> r.resourceArn(found.accessEntryArn()).tags(tags))));
  }

  private Observed remove(Resource resource, RequestContext requests) {
    Aws.tried(
        requests,
        "eks:DeleteAccessEntry",
        arns.accessEntry(roleName),
        "ResourceNotFoundException",
        () ->
            eks().deleteAccessEntry(r -> r.clusterName(arns.clusterName()).principalArn(roleArn)));
    return requests.await(
        "the access entry of " + roleArn + " is gone",
        () -> Optional.of(read(resource, requests)).filter(observed -> !observed.exists()));
  }
}
