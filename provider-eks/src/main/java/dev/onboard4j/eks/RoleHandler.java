package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.support.Reasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/** Reads and writes an IAM role with its trust, attachments, inline policy, boundary and tags. */
final class RoleHandler implements ResourceHandler {
  private static final String EXISTS = "EntityAlreadyExists";
  private static final Pattern MISSING_AWS_POLICY =
      Pattern.compile("Policy arn:[a-z-]+:iam::aws:policy/\\S+ does not exist");

  private final EksClients clients;
  private final RoleIdentity role;
  private final RoleReader reader;
  private final IamRequests iam;
  private final RoleWrites writes;
  private final RoleRemoval removal;
  private final TrustedPrincipal principal;
  private final RoleQuotas quotas;
  private final FormerPolicies formerPolicies;
  private final Reasons reasons;
  private final Operation operation;

  RoleHandler(
      EksClients clients,
      EksMarks marks,
      Arns arns,
      RoleIdentity role,
      Reasons reasons,
      Operation operation) {
    this.clients = clients;
    this.role = role;
    this.reasons = reasons;
    this.operation = operation;
    reader = new RoleReader(clients, marks, arns, role);
    iam = new IamRequests(arns);
    writes = new RoleWrites(iam, role, new InstanceUsers(clients, arns));
    removal = new RoleRemoval(clients, arns, role, reader);
    principal = new TrustedPrincipal(role);
    formerPolicies = new FormerPolicies(clients, marks, arns, role);
    quotas = new RoleQuotas(clients, iam, role, reader);
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Observed observed = reader.read(requests);
    formerPolicies.check(observed, requests);
    if (operation == Operation.APPLY) {
      quotas.check(resource, observed, requests);
    }
    // A removal asks for consent to what others added; a boundary is nothing to save.
    return operation == Operation.REMOVE
        ? observed.withExtras(
            observed.extras().stream()
                .filter(extra -> !extra.kind().equals(RoleReader.BOUNDARY_EXTRA))
                .toList())
        : observed;
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    List<RequiredPermission> permissions = new ArrayList<>(reader.permissions());
    permissions.addAll(formerPolicies.permissions(observed));
    if (operation == Operation.APPLY) {
      permissions.addAll(quotas.permissions(resource, observed));
    }
    return permissions;
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return Aws.permissions(writes.of(observed, change));
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    List<Grant> grants =
        new ArrayList<>(PolicyGrants.trusted(role.arn(), state.json(RoleReader.TRUST)));
    RoleReader.inlineFields(state)
        .forEach(field -> grants.addAll(PolicyGrants.allowed(role.arn(), state.json(field))));
    state
        .items(RoleReader.ATTACHMENTS)
        .forEach(policy -> grants.add(PolicyGrants.attached(role.arn(), policy)));
    return reasons.explain(grants);
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return removal.obstacles(observed, requests);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      return removal.remove(resource, observed, requests);
    }
    State before = change.creates() ? created(change.target(), requests) : change.before();
    repair(resource, new StateChange(before, change.target(), change.retired()), requests);
    return requests.await(
        role.arn() + " is visible as written",
        () ->
            Optional.of(reader.read(requests))
                .filter(seen -> seen.state().covers(change.target(), change.retired())));
  }

  /** Creates the role and returns its state. */
  private State created(State target, RequestContext requests) {
    boolean made =
        principal.known(
            target,
            requests,
            () -> Aws.tried(requests, writes.creation(target), EXISTS, () -> create(target)));
    return made ? bare(target) : appeared(requests);
  }

  /** The state after CreateRole: no attachments and no inline policies. */
  private static State bare(State target) {
    State.Builder bare = State.builder();
    target.fields().entrySet().stream()
        .filter(field -> !(field.getValue() instanceof State.Members))
        .filter(field -> !field.getKey().startsWith(RoleReader.INLINE))
        .forEach(field -> bare.value(field.getKey(), field.getValue()));
    return bare.build();
  }

  /** Another process was faster, or a reply was lost: continues from the existing role. */
  private State appeared(RequestContext requests) {
    Observed there = reader.read(requests);
    if (there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "a role called "
                  + role.name()
                  + " exists now, perhaps in other letter case, which IAM ignores")
          .remedy("plan again")
          .build();
    }
    return there.state();
  }

  private Object create(State target) {
    StateChange all = StateChange.creating(target);
    CreateRoleRequest.Builder request =
        CreateRoleRequest.builder()
            .roleName(role.name())
            .path(all.text(RoleReader.PATH))
            .description(all.text(RoleReader.DESCRIPTION))
            .assumeRolePolicyDocument(PolicyDocument.toIam(all.json(RoleReader.TRUST)))
            .tags(Tags.iam(Tags.of(target)));
    if (all.changes(RoleReader.BOUNDARY)) {
      request.permissionsBoundary(all.text(RoleReader.BOUNDARY));
    }
    return clients.iam().createRole(request.build());
  }

  private void repair(Resource resource, StateChange change, RequestContext requests) {
    withoutFormer(change, requests);
    // A detached policy makes room for another one.
    requests.all(
        change.obsolete(RoleReader.ATTACHMENTS).stream()
            .<Supplier<Object>>map(policy -> () -> removal.detach(policy, requests))
            .toList());
    List<Supplier<Object>> steps = new ArrayList<>();
    for (String policy : change.missing(RoleReader.ATTACHMENTS)) {
      steps.add(() -> attach(resource, policy, requests));
    }
    if (change.changes(role.inlineField())) {
      steps.add(() -> putInline(resource, change, requests));
    }
    steps.addAll(properties(change, requests));
    requests.all(steps);
  }

  /** The records of what former settings set go last. */
  private void withoutFormer(StateChange change, RequestContext requests) {
    if (!change.before().isEmpty() && change.changes(RoleReader.FORMER_BOUNDARY)) {
      Aws.write(
          requests,
          iam.deleteRolePermissionsBoundary(role.name()),
          () -> clients.iam().deleteRolePermissionsBoundary(r -> r.roleName(role.name())));
    }
    List<String> keys = Tags.obsolete(change);
    if (!keys.isEmpty()) {
      Aws.write(
          requests,
          iam.untagRole(role.name()),
          () -> clients.iam().untagRole(r -> r.roleName(role.name()).tagKeys(keys)));
    }
  }

  private List<Supplier<Object>> properties(StateChange change, RequestContext requests) {
    List<Supplier<Object>> steps = new ArrayList<>();
    if (change.changes(RoleReader.TRUST)) {
      steps.add(() -> trust(change, requests));
    }
    if (change.changes(RoleReader.DESCRIPTION)) {
      steps.add(() -> describe(change.text(RoleReader.DESCRIPTION), requests));
    }
    if (change.changes(RoleReader.BOUNDARY)) {
      steps.add(() -> bound(change.text(RoleReader.BOUNDARY), requests));
    }
    Map<String, String> tags = change.changed(Tags.FIELD);
    if (!tags.isEmpty()) {
      steps.add(() -> tag(tags, requests));
    }
    return steps;
  }

  private Object trust(StateChange change, RequestContext requests) {
    String document = PolicyDocument.toIam(change.json(RoleReader.TRUST));
    return principal.known(
        change.target(),
        requests,
        () ->
            Aws.write(
                requests,
                iam.updateAssumeRolePolicy(role.name()),
                () ->
                    clients
                        .iam()
                        .updateAssumeRolePolicy(
                            r -> r.roleName(role.name()).policyDocument(document))));
  }

  /** Sends the session duration, because UpdateRole resets a missing one (IAM API reference). */
  private Object describe(String description, RequestContext requests) {
    Integer duration = reader.find(requests).map(Role::maxSessionDuration).orElse(null);
    return Aws.write(
        requests,
        iam.updateRole(role.name()),
        () ->
            clients
                .iam()
                .updateRole(
                    r ->
                        r.roleName(role.name())
                            .description(description)
                            .maxSessionDuration(duration)));
  }

  private Object bound(String boundary, RequestContext requests) {
    return Aws.write(
        requests,
        iam.putRolePermissionsBoundary(role.name()),
        () ->
            clients
                .iam()
                .putRolePermissionsBoundary(
                    r -> r.roleName(role.name()).permissionsBoundary(boundary)));
  }

  private Object tag(Map<String, String> tags, RequestContext requests) {
    return Aws.write(
        requests,
        iam.tagRole(role.name()),
        () -> clients.iam().tagRole(r -> r.roleName(role.name()).tags(Tags.iam(tags))));
  }

  private Object putInline(Resource resource, StateChange change, RequestContext requests) {
    String document = PolicyDocument.toIam(change.json(role.inlineField()));
    return visible(
        resource,
        requests,
        iam.putRolePolicy(role.name()),
        () ->
            clients
                .iam()
                .putRolePolicy(
                    r ->
                        r.roleName(role.name())
                            .policyName(role.inline())
                            .policyDocument(document)));
  }

  private Object attach(Resource resource, String policy, RequestContext requests) {
    return visible(
        resource,
        requests,
        iam.attachRolePolicy(role.name()),
        () -> clients.iam().attachRolePolicy(r -> r.roleName(role.name()).policyArn(policy)));
  }

  /** Waits for an object that this run created; any other missing object stays missing. */
  private Object visible(
      Resource resource, RequestContext requests, ApiRequest request, Supplier<?> send) {
    boolean fresh =
        requests.createdInThisRun(resource.id())
            || resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    if (!fresh) {
      return Aws.write(requests, request, send);
    }
    return requests.await(
        role.arn() + " and what it refers to are visible to " + request,
        () -> {
          try {
            return Optional.of(Aws.write(requests, request, send));
          } catch (OnboardingException e) {
            if (mayAppear(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** No run creates a policy of AWS, so a missing one stays missing. */
  private static boolean mayAppear(OnboardingException e) {
    return e.getCause() instanceof NoSuchEntityException
        && !MISSING_AWS_POLICY.matcher(String.valueOf(e.getMessage())).find();
  }
}
