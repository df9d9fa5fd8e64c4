package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/** An instance profile and the one role it holds. */
final class InstanceProfileHandler implements ResourceHandler {
  private static final String ROLE = "role";
  private static final String PATH = "path";
  private static final String EXISTS = "EntityAlreadyExists";
  private static final String GONE = "NoSuchEntity";

  private final EksClients clients;
  private final EksMarks marks;
  private final String name;
  private final String arn;
  private final String roleArn;

  InstanceProfileHandler(EksClients clients, EksMarks marks, Arns arns, String name) {
    this.clients = clients;
    this.marks = marks;
    this.name = name;
    arn = arns.instanceProfile(name);
    roleArn = arns.role(name);
  }

  /** The profile and the role share their name. */
  static State desired(String name, String path, Map<String, String> tags) {
    return State.builder().fixed(PATH, path).known(ROLE, name).each(Fields.TAGS, tags).build();
  }

  private IamClient iam() {
    return clients.iam();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return read(requests);
  }

  private Observed read(RequestContext requests) {
    Optional<InstanceProfile> found =
        Aws.find(
            requests,
            "iam:GetInstanceProfile",
            arn,
            NoSuchEntityException.class,
            () -> iam().getInstanceProfile(r -> r.instanceProfileName(name)).instanceProfile());
    return found.map(this::observed).orElseGet(Observed::absent);
  }

  private Observed observed(InstanceProfile profile) {
    Map<String, String> tags = RoleReader.tags(profile.tags());
    State.Builder state = State.builder().fixed(PATH, profile.path()).each(Fields.TAGS, tags);
    profile.roles().stream().map(Role::roleName).findFirst().ifPresent(r -> state.known(ROLE, r));
    return Observed.of(state.build(), marks.owner(tags))
        .withOutputs(Map.of("instance-profile-arn", profile.arn()));
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    List<RequiredPermission> needs = new ArrayList<>();
    Fields fields = new Fields(before.state(), after, resource.retired());
    if (after.equals(before.state())) {
      needs.add(new RequiredPermission("iam:GetInstanceProfile", arn));
    } else if (after.isEmpty()) {
      needs.add(new RequiredPermission("iam:RemoveRoleFromInstanceProfile", arn));
      needs.add(new RequiredPermission("iam:DeleteInstanceProfile", arn));
    } else {
      if (!before.exists()) {
        needs.add(new RequiredPermission("iam:CreateInstanceProfile", arn));
      }
      if (!fields.tags().isEmpty()) {
        needs.add(new RequiredPermission("iam:TagInstanceProfile", arn));
      }
      if (fields.changes(ROLE)) {
        needs.add(new RequiredPermission("iam:AddRoleToInstanceProfile", arn));
        // The API reference of AddRoleToInstanceProfile: the caller must be allowed to pass the
        // role.
        needs.add(new RequiredPermission("iam:PassRole", roleArn));
        if (before.state().json(ROLE) != null) {
          needs.add(new RequiredPermission("iam:RemoveRoleFromInstanceProfile", arn));
        }
      }
    }
    return needs;
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    if (after.isEmpty()) {
      return remove(before, requests);
    }
    State from = before.exists() ? before.state() : created(after, requests);
    Fields fields = new Fields(from, after, resource.retired());
    if (!fields.tags().isEmpty()) {
      Aws.write(
          requests,
          "iam:TagInstanceProfile",
          arn,
          () ->
              iam()
                  .tagInstanceProfile(
                      r -> r.instanceProfileName(name).tags(RoleHandler.tags(fields.tags()))));
    }
    if (fields.changes(ROLE)) {
      if (from.json(ROLE) instanceof String other) {
        takeOut(other, requests);
      }
      putIn(resource, fields.text(ROLE), requests);
    }
    return requests.await(
        arn + " is visible as written",
        () -> Optional.of(read(requests)).filter(o -> o.state().covers(after, resource.retired())));
  }

  private State created(State after, RequestContext requests) {
    boolean made =
        Aws.tried(
            requests,
            "iam:CreateInstanceProfile",
            arn,
            EXISTS,
            () ->
                iam()
                    .createInstanceProfile(
                        r ->
                            r.instanceProfileName(name)
                                .path(String.valueOf(after.json(PATH)))
                                .tags(RoleHandler.tags(Fields.tags(after)))));
    if (made) {
      return State.builder()
          .fixed(PATH, after.json(PATH))
          .each(Fields.TAGS, Fields.tags(after))
          .build();
    }
    Observed there = read(requests);
    if (there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT, "an instance profile called " + name + " appeared")
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
        roleArn + " and " + arn + " are visible to each other",
        () -> {
          boolean done =
              Aws.tried(
                  requests,
                  "iam:AddRoleToInstanceProfile",
                  arn,
                  fresh ? GONE : "",
                  () ->
                      iam()
                          .addRoleToInstanceProfile(
                              r -> r.instanceProfileName(name).roleName(role)));
          return done ? Optional.of(role) : Optional.empty();
        });
  }

  private void takeOut(String role, RequestContext requests) {
    Aws.tried(
        requests,
        "iam:RemoveRoleFromInstanceProfile",
        arn,
        GONE,
        () -> iam().removeRoleFromInstanceProfile(r -> r.instanceProfileName(name).roleName(role)));
  }

  private Observed remove(Observed before, RequestContext requests) {
    if (before.state().json(ROLE) instanceof String role) {
      takeOut(role, requests);
    }
    Aws.tried(
        requests,
        "iam:DeleteInstanceProfile",
        arn,
        GONE,
        () -> iam().deleteInstanceProfile(r -> r.instanceProfileName(name)));
    return requests.await(
        arn + " is gone", () -> Optional.of(read(requests)).filter(observed -> !observed.exists()));
  }
}
