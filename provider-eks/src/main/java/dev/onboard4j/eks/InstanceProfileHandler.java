package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Grant;
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
import dev.onboard4j.spi.support.Reasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/** Reads and writes an instance profile with its one role. */
final class InstanceProfileHandler implements ResourceHandler {
  private static final String ROLE = "role";
  private static final String PATH = "path";
  private static final String EXISTS = "EntityAlreadyExists";
  private static final String GONE = "NoSuchEntity";
  private static final String NOT_EMPTY = "DeleteConflict";

  private final EksClients clients;
  private final EksMarks marks;
  private final Arns arns;
  private final IamRequests iam;
  private final String name;
  private final String arn;
  private final Reasons reasons;
  private final InstanceUsers instances;

  InstanceProfileHandler(EksClients clients, EksMarks marks, Arns arns, String name) {
    this.clients = clients;
    this.marks = marks;
    this.arns = arns;
    this.name = name;
    iam = new IamRequests(arns);
    arn = arns.instanceProfile(name);
    instances = new InstanceUsers(clients, arns);
    reasons = EksReasons.instanceProfile(arn, arns.role(name));
  }

  /** The profile and the role share their name. */
  static State desired(String name, String path, Map<String, String> tags) {
    return Tags.desired(State.builder().fixed(PATH, path).known(ROLE, name), tags).build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return read(requests);
  }

  private Observed read(RequestContext requests) {
    Optional<InstanceProfile> found =
        Aws.find(
            requests,
            iam.getInstanceProfile(name),
            NoSuchEntityException.class,
            () ->
                clients
                    .iam()
                    .getInstanceProfile(r -> r.instanceProfileName(name))
                    .instanceProfile());
    return found.map(this::observed).orElseGet(Observed::absent);
  }

  private Observed observed(InstanceProfile profile) {
    Map<String, String> tags = Tags.fromIam(profile.tags());
    State.Builder state = Tags.observed(State.builder().fixed(PATH, profile.path()), tags, marks);
    profile.roles().stream().map(Role::roleName).findFirst().ifPresent(r -> state.known(ROLE, r));
    Observed observed = Observed.of(state.build(), marks.ownerByName(tags));
    IamPaths.check(observed.owner(), profile.arn(), arn);
    return observed.withOutputs(Map.of("instance-profile-arn", profile.arn()));
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return Aws.permissions(List.of(iam.getInstanceProfile(name)));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return Aws.permissions(change.removes() ? removal() : repair(change));
  }

  private List<ApiRequest> removal() {
    return List.of(
        instances.request(),
        iam.removeRoleFromInstanceProfile(name),
        iam.deleteInstanceProfile(name));
  }

  private List<ApiRequest> repair(StateChange change) {
    List<ApiRequest> writes = new ArrayList<>();
    if (change.creates()) {
      writes.add(iam.createInstanceProfile(name));
    } else if (!change.changed(Tags.FIELD).isEmpty()) {
      writes.add(iam.tagInstanceProfile(name));
    }
    if (!Tags.obsolete(change).isEmpty()) {
      writes.add(iam.untagInstanceProfile(name));
    }
    if (change.changes(ROLE)) {
      if (change.before().json(ROLE) != null) {
        writes.add(iam.removeRoleFromInstanceProfile(name));
      }
      writes.add(iam.addRoleToInstanceProfile(name, change.text(ROLE)));
    }
    return writes;
  }

  /** An instance that is started with the profile acts as the role. */
  @Override
  public List<Grant> access(Resource resource, State state) {
    return state.json(ROLE) instanceof String role
        ? reasons.explain(List.of(PolicyGrants.carried(arn, arns.role(role))))
        : List.of();
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return instances.of(List.of(name), requests);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      return remove(resource, observed, requests);
    }
    State before = change.creates() ? created(change.target(), requests) : change.before();
    repair(resource, new StateChange(before, change.target(), change.retired()), requests);
    return requests.await(
        arn + " is visible as written",
        () ->
            Optional.of(read(requests))
                .filter(seen -> seen.state().covers(change.target(), change.retired())));
  }

  private void repair(Resource resource, StateChange change, RequestContext requests) {
    untag(Tags.obsolete(change), requests);
    Map<String, String> tags = change.changed(Tags.FIELD);
    if (!tags.isEmpty()) {
      tag(tags, requests);
    }
    if (change.changes(ROLE)) {
      if (change.before().json(ROLE) instanceof String other) {
        takeOut(other, requests);
      }
      putIn(resource, change.text(ROLE), requests);
    }
  }

  private void untag(List<String> keys, RequestContext requests) {
    if (!keys.isEmpty()) {
      Aws.write(
          requests,
          iam.untagInstanceProfile(name),
          () -> clients.iam().untagInstanceProfile(r -> r.instanceProfileName(name).tagKeys(keys)));
    }
  }

  private void tag(Map<String, String> tags, RequestContext requests) {
    Aws.write(
        requests,
        iam.tagInstanceProfile(name),
        () ->
            clients
                .iam()
                .tagInstanceProfile(r -> r.instanceProfileName(name).tags(Tags.iam(tags))));
  }

  private State created(State target, RequestContext requests) {
    boolean made =
        Aws.tried(requests, iam.createInstanceProfile(name), EXISTS, () -> create(target));
    return made ? target.without(List.of(ROLE)) : appeared(requests);
  }

  private Object create(State target) {
    return clients
        .iam()
        .createInstanceProfile(
            r ->
                r.instanceProfileName(name)
                    .path(String.valueOf(target.json(PATH)))
                    .tags(Tags.iam(Tags.of(target))));
  }

  private State appeared(RequestContext requests) {
    Observed there = read(requests);
    if (there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "an instance profile called " + name + " was created since the plan was made")
          .remedy("plan again")
          .build();
    }
    return there.state();
  }

  private void putIn(Resource resource, String role, RequestContext requests) {
    boolean fresh =
        requests.createdInThisRun(resource.id())
            || resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    requests.await(
        arns.role(role) + " and " + arn + " are visible to each other",
        () -> added(role, fresh ? GONE : "", requests) ? Optional.of(role) : Optional.empty());
  }

  private boolean added(String role, String refusal, RequestContext requests) {
    return Aws.tried(
        requests,
        iam.addRoleToInstanceProfile(name, role),
        refusal,
        () ->
            clients
                .iam()
                .addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(role)));
  }

  private void takeOut(String role, RequestContext requests) {
    Aws.tried(
        requests,
        iam.removeRoleFromInstanceProfile(name),
        GONE,
        () ->
            clients
                .iam()
                .removeRoleFromInstanceProfile(r -> r.instanceProfileName(name).roleName(role)));
  }

  private Observed remove(Resource resource, Observed observed, RequestContext requests) {
    if (!requests.createdInThisRun(resource.id())) {
      instances.refuse(arn, List.of(name), requests);
    }
    if (observed.state().json(ROLE) instanceof String role) {
      takeOut(role, requests);
    }
    delete(requests);
    return requests.await(
        arn + " is deleted", () -> Optional.of(read(requests)).filter(seen -> !seen.exists()));
  }

  /** Deletes the profile; IAM refuses until it has processed the removal of the role. */
  private void delete(RequestContext requests) {
    requests.await(
        arn + " is empty",
        () -> {
          String refused =
              Aws.refusal(
                  requests,
                  iam.deleteInstanceProfile(name),
                  Set.of(GONE, NOT_EMPTY),
                  () -> clients.iam().deleteInstanceProfile(r -> r.instanceProfileName(name)));
          return refused.equals(NOT_EMPTY) ? Optional.empty() : Optional.of(name);
        });
  }
}
