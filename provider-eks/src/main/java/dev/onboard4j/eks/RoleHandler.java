package dev.onboard4j.eks;

import dev.onboard4j.model.Need;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Call;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.Tag;

/** An IAM role with its trust, attachments, inline policy, boundary and tags. */
final class RoleHandler implements ResourceHandler {
  private static final String EXISTS = "EntityAlreadyExists";
  private static final String GONE = "NoSuchEntity";

  private final Clients clients;
  private final RoleIdentity role;
  private final RoleReader reader;

  RoleHandler(Clients clients, Marks marks, RoleIdentity role) {
    this.clients = clients;
    this.role = role;
    reader = new RoleReader(clients, marks, role);
  }

  private IamClient iam() {
    return clients.iam();
  }

  @Override
  public Observed read(Resource resource, Call call) {
    return reader.read(call);
  }

  @Override
  public List<Need> needs(Resource resource, Observed before, State after) {
    return new RoleNeeds(role).of(before, after, resource.retired());
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, Call call) {
    if (after.isEmpty()) {
      return remove(before, call);
    }
    State from = before.exists() ? before.state() : created(after, call);
    repair(resource, new Fields(from, after, resource.retired()), call);
    return call.until(
        role.arn() + " is visible as written",
        () ->
            Optional.of(reader.read(call))
                .filter(o -> o.state().covers(after, resource.retired())));
  }

  /** Creates the bare role and answers the state it then has. */
  private State created(State after, Call call) {
    boolean made =
        withPrincipal(
            after,
            () -> Aws.tried(call, "iam:CreateRole", role.arn(), EXISTS, () -> create(after)));
    if (made) {
      State.Builder bare = State.builder();
      after.fields().entrySet().stream()
          .filter(field -> !(field.getValue() instanceof State.Members))
          .filter(field -> !field.getKey().startsWith(RoleReader.INLINE))
          .forEach(field -> bare.value(field.getKey(), field.getValue()));
      return bare.build();
    }
    // Somebody was faster, or an earlier reply was lost: what is there decides.
    Observed there = reader.read(call);
    if (there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "a role called "
                  + role.name()
                  + " appeared, perhaps in other letter case: IAM names ignore it")
          .remedy("plan again")
          .build();
    }
    return there.state();
  }

  private Object create(State after) {
    return iam()
        .createRole(
            r -> {
              r.roleName(role.name())
                  .path(String.valueOf(after.json(RoleReader.PATH)))
                  .description(String.valueOf(after.json(RoleReader.DESCRIPTION)))
                  .assumeRolePolicyDocument(Fields.document(after.json(RoleReader.TRUST)))
                  .tags(tags(Fields.tags(after)));
              if (after.field(RoleReader.BOUNDARY) != null) {
                r.permissionsBoundary(String.valueOf(after.json(RoleReader.BOUNDARY)));
              }
            });
  }

  /** A principal nobody here made is wrong for good: waiting for it would help nobody. */
  private <T> T withPrincipal(State after, Supplier<T> write) {
    try {
      return write.get();
    } catch (OnboardingException e) {
      if (e.getCause() instanceof MalformedPolicyDocumentException) {
        throw OnboardingException.of(
                Category.CALLER,
                "AWS refuses the trust of "
                    + role.arn()
                    + ": "
                    + e.getMessage()
                    + "; it trusts "
                    + Json.write(principals(after)))
            .remedy(
                "check platform.principal; if it was created minutes ago, run again when AWS knows it")
            .cause(e)
            .build();
      }
      throw e;
    }
  }

  private static Object principals(State after) {
    return after.json(RoleReader.TRUST) instanceof Map<?, ?> trust
            && trust.get("Statement") instanceof List<?> statements
            && !statements.isEmpty()
            && statements.get(0) instanceof Map<?, ?> first
            && first.get("Principal") instanceof Map<?, ?> principal
        ? principal
        : "nobody";
  }

  private void repair(Resource resource, Fields fields, Call call) {
    List<Supplier<Object>> writes = new ArrayList<>();
    for (String policy : fields.missing(RoleReader.ATTACHMENTS)) {
      writes.add(() -> attach(resource, policy, call));
    }
    for (String policy : fields.obsolete(RoleReader.ATTACHMENTS)) {
      writes.add(() -> detach(policy, call));
    }
    if (fields.changes(RoleReader.TRUST)) {
      writes.add(() -> trust(fields, call));
    }
    if (fields.changes(RoleReader.DESCRIPTION)) {
      writes.add(
          () ->
              written(
                  call,
                  "iam:UpdateRole",
                  () ->
                      iam()
                          .updateRole(
                              r ->
                                  r.roleName(role.name())
                                      .description(fields.text(RoleReader.DESCRIPTION)))));
    }
    if (fields.changes(RoleReader.BOUNDARY)) {
      writes.add(() -> boundary(fields, call));
    }
    String inline = RoleReader.INLINE + role.inline();
    if (fields.changes(inline)) {
      writes.add(() -> putInline(resource, fields, inline, call));
    }
    if (!fields.tags().isEmpty()) {
      writes.add(
          () ->
              written(
                  call,
                  "iam:TagRole",
                  () -> iam().tagRole(r -> r.roleName(role.name()).tags(tags(fields.tags())))));
    }
    call.all(writes);
  }

  private Object trust(Fields fields, Call call) {
    return withPrincipal(
        fields.after(),
        () ->
            written(
                call,
                "iam:UpdateAssumeRolePolicy",
                () ->
                    iam()
                        .updateAssumeRolePolicy(
                            r ->
                                r.roleName(role.name())
                                    .policyDocument(
                                        Fields.document(fields.after().json(RoleReader.TRUST))))));
  }

  private Object boundary(Fields fields, Call call) {
    return written(
        call,
        "iam:PutRolePermissionsBoundary",
        () ->
            iam()
                .putRolePermissionsBoundary(
                    r ->
                        r.roleName(role.name())
                            .permissionsBoundary(fields.text(RoleReader.BOUNDARY))));
  }

  private Object putInline(Resource resource, Fields fields, String inline, Call call) {
    return visible(
        resource,
        call,
        "iam:PutRolePolicy",
        () ->
            iam()
                .putRolePolicy(
                    r ->
                        r.roleName(role.name())
                            .policyName(role.inline())
                            .policyDocument(Fields.document(fields.after().json(inline)))));
  }

  private Object attach(Resource resource, String policy, Call call) {
    return visible(
        resource,
        call,
        "iam:AttachRolePolicy",
        () -> iam().attachRolePolicy(r -> r.roleName(role.name()).policyArn(policy)));
  }

  /** What this run made may not be visible at once; anything else that is missing stays missing. */
  private Object visible(Resource resource, Call call, String action, Supplier<?> request) {
    boolean fresh = call.fresh(resource.id()) || resource.after().stream().anyMatch(call::fresh);
    if (!fresh) {
      return written(call, action, request);
    }
    return call.until(
        role.arn() + " and what it refers to are visible to " + action,
        () ->
            Aws.tried(call, action, role.arn(), GONE, request)
                ? Optional.of(action)
                : Optional.empty());
  }

  private Object detach(String policy, Call call) {
    return Aws.tried(
        call,
        "iam:DetachRolePolicy",
        role.arn(),
        GONE,
        () -> iam().detachRolePolicy(r -> r.roleName(role.name()).policyArn(policy)));
  }

  private Object written(Call call, String action, Supplier<?> request) {
    Aws.write(call, action, role.arn(), request);
    return action;
  }

  /** Empties and deletes it; whatever others attached was agreed to be detached. */
  private Observed remove(Observed before, Call call) {
    List<Supplier<Object>> writes = new ArrayList<>();
    before
        .state()
        .items(RoleReader.ATTACHMENTS)
        .forEach(policy -> writes.add(() -> detach(policy, call)));
    RoleReader.inlinePolicies(before)
        .forEach(
            name ->
                writes.add(
                    () ->
                        gone(
                            call,
                            "iam:DeleteRolePolicy",
                            () ->
                                iam()
                                    .deleteRolePolicy(
                                        r -> r.roleName(role.name()).policyName(name)))));
    RoleReader.otherProfiles(before)
        .forEach(
            profile ->
                writes.add(
                    () ->
                        gone(
                            call,
                            "iam:RemoveRoleFromInstanceProfile",
                            () ->
                                iam()
                                    .removeRoleFromInstanceProfile(
                                        r ->
                                            r.roleName(role.name())
                                                .instanceProfileName(profile)))));
    call.all(writes);
    gone(call, "iam:DeleteRole", () -> iam().deleteRole(r -> r.roleName(role.name())));
    return call.until(
        role.arn() + " is gone",
        () -> reader.find(call).isPresent() ? Optional.empty() : Optional.of(Observed.absent()));
  }

  private Object gone(Call call, String action, Supplier<?> request) {
    return Aws.tried(call, action, role.arn(), GONE, request);
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
