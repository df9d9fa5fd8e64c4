package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.support.Lazy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * The access entry that lets nodes of the node role join the cluster.
 *
 * <p>EKS binds an entry to the role's unique id, not to its name: an entry that is older than the
 * role belongs to an earlier role of that name and lets no node join, although it looks correct.
 * Therefore the role's id is a field that cannot be changed in place.
 */
final class AccessEntryHandler implements ResourceHandler {
  private static final String TYPE = "type";
  private static final String ROLE_ID = "role-id";
  private static final String EC2_LINUX = "EC2_LINUX";
  private static final String EXISTS = "ResourceInUseException";
  private static final String INVALID = "InvalidParameterException";
  private static final String MISSING = "ResourceNotFoundException";
  private static final String NO_ROLE = "a deleted role";
  private static final String EARLIER_ROLE = "an earlier role of that name";

  private final EksClients clients;
  private final EksMarks marks;
  private final Arns arns;
  private final EksRequests asks;
  private final IamRequests iam;
  private final RoleReader role;
  private final String roleName;
  private final String roleArn;

  AccessEntryHandler(EksClients clients, EksMarks marks, Arns arns, RoleIdentity role) {
    this.clients = clients;
    this.marks = marks;
    this.arns = arns;
    asks = new EksRequests(arns);
    iam = new IamRequests(arns);
    this.role = new RoleReader(clients, marks, arns, role);
    roleName = role.name();
    roleArn = role.arn();
  }

  static State desired(ResourceId nodeRole, String output, Map<String, String> tags) {
    State.Builder state =
        State.builder()
            .fixed(TYPE, EC2_LINUX)
            .value(ROLE_ID, new State.Unknown(nodeRole, output, true));
    return Tags.desired(state, tags).build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Lazy<Optional<AccessEntry>> entry = Lazy.of(() -> find(requests));
    Lazy<Optional<Role>> found = Lazy.of(() -> role.find(requests));
    requests.all(List.<Supplier<Object>>of(entry::get, found::get));
    return entry
        .get()
        .map(one -> observed(one, boundTo(one, found.get())))
        .orElseGet(Observed::absent);
  }

  private Optional<AccessEntry> find(RequestContext requests) {
    return Aws.find(
        requests,
        asks.describeAccessEntry(roleName),
        ResourceNotFoundException.class,
        () ->
            clients
                .eks()
                .describeAccessEntry(r -> r.clusterName(arns.clusterName()).principalArn(roleArn))
                .accessEntry());
  }

  private Observed observed(AccessEntry entry, String roleId) {
    Map<String, String> tags = entry.tags();
    State.Builder state = State.builder().fixed(TYPE, entry.type()).fixed(ROLE_ID, roleId);
    Tags.observed(state, tags, marks);
    return Observed.of(state.build(), marks.owner(tags));
  }

  private static String boundTo(AccessEntry entry, Optional<Role> found) {
    if (found.isEmpty()) {
      return NO_ROLE;
    }
    Instant made = entry.createdAt();
    // IAM reports whole seconds.
    boolean older = made != null && made.plusSeconds(1).isBefore(found.get().createDate());
    return older ? EARLIER_ROLE : found.get().roleId();
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return Aws.permissions(List.of(asks.describeAccessEntry(roleName), iam.getRole(roleName)));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    List<ApiRequest> writes = new ArrayList<>();
    if (change.removes() || replaces(change)) {
      writes.add(asks.deleteAccessEntry(roleName));
    }
    if (change.creates() || replaces(change)) {
      writes.add(asks.createAccessEntry(roleName));
    } else if (!change.changed(Tags.FIELD).isEmpty()) {
      writes.add(asks.tagAccessEntry(roleName));
    }
    if (!Tags.obsolete(change).isEmpty()) {
      writes.add(asks.untagAccessEntry(roleName));
    }
    return Aws.permissions(writes);
  }

  /** Also holds while the role's id is unknown: then the plan creates the role again. */
  private static boolean replaces(StateChange change) {
    return !change.before().isEmpty()
        && !change.removes()
        && (change.changes(TYPE) || change.changes(ROLE_ID));
  }

  /** An entry that is bound to an earlier role lets no node join. */
  @Override
  public List<Grant> access(Resource resource, State state) {
    Object bound = state.json(ROLE_ID);
    if (state.isEmpty() || NO_ROLE.equals(bound) || EARLIER_ROLE.equals(bound)) {
      return List.of();
    }
    return List.of(
        new Grant(roleArn, permission(String.valueOf(state.json(TYPE))), arns.cluster(), ""));
  }

  private static JustifiedPermission permission(String type) {
    String words = "access entry of type " + type;
    return type.equals(EC2_LINUX)
        ? new JustifiedPermission(
            words, "lets nodes of the node role join the cluster", "onboarding script")
        : JustifiedPermission.unexplained(words);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      return remove(resource, requests);
    }
    boolean replaces = replaces(change);
    if (replaces) {
      remove(resource, requests);
    }
    boolean creates = change.creates() || replaces;
    if (!creates) {
      Tags.obsolete(change).forEach(key -> untag(key, requests));
      tag(change.changed(Tags.FIELD), requests);
    }
    boolean made = creates && created(resource, change.target(), requests);
    return visible(resource, change, made, requests);
  }

  private Observed visible(
      Resource resource, StateChange change, boolean made, RequestContext requests) {
    State target = change.target();
    return requests.await(
        "the access entry of " + roleArn + " is visible as written",
        () ->
            Optional.of(made ? readBack(target, requests) : read(resource, requests))
                .filter(seen -> seen.state().covers(target, change.retired())));
  }

  /** A new entry is bound to the current role, so the role is not read again. */
  private Observed readBack(State target, RequestContext requests) {
    String roleId = String.valueOf(target.json(ROLE_ID));
    return find(requests).map(entry -> observed(entry, roleId)).orElseGet(Observed::absent);
  }

  /**
   * Creates the entry; returns false if it existed already.
   *
   * <p>EKS sees a new role after a delay and reports the principal as invalid until then.
   */
  private boolean created(Resource resource, State target, RequestContext requests) {
    boolean fresh = resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    return requests.await(
        roleArn + " is visible to EKS",
        () -> {
          String refused =
              Aws.refusal(
                  requests,
                  asks.createAccessEntry(roleName),
                  fresh ? Set.of(EXISTS, INVALID) : Set.of(EXISTS),
                  () -> create(target));
          return refused.equals(INVALID) ? Optional.empty() : Optional.of(refused.isEmpty());
        });
  }

  private Object create(State target) {
    return clients
        .eks()
        .createAccessEntry(
            r ->
                r.clusterName(arns.clusterName())
                    .principalArn(roleArn)
                    .type(EC2_LINUX)
                    .tags(Tags.of(target)));
  }

  private void untag(String key, RequestContext requests) {
    Optional<AccessEntry> entry = find(requests);
    entry.ifPresent(
        found ->
            Aws.write(
                requests,
                asks.untagAccessEntry(roleName),
                () ->
                    clients
                        .eks()
                        .untagResource(r -> r.resourceArn(found.accessEntryArn()).tagKeys(key))));
  }

  private void tag(Map<String, String> tags, RequestContext requests) {
    if (tags.isEmpty()) {
      return;
    }
    Optional<AccessEntry> entry = find(requests);
    entry.ifPresent(
        found ->
            Aws.write(
                requests,
                asks.tagAccessEntry(roleName),
                () ->
                    clients
                        .eks()
                        .tagResource(r -> r.resourceArn(found.accessEntryArn()).tags(tags))));
  }

  private Observed remove(Resource resource, RequestContext requests) {
    Aws.tried(
        requests,
        asks.deleteAccessEntry(roleName),
        MISSING,
        () ->
            clients
                .eks()
                .deleteAccessEntry(r -> r.clusterName(arns.clusterName()).principalArn(roleArn)));
    return requests.await(
        "the access entry of " + roleArn + " is deleted",
        () -> Optional.of(read(resource, requests)).filter(seen -> !seen.exists()));
  }
}
