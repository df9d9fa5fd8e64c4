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
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.Tag;

/** An IAM role with its trust, attachments, inline policy, boundary and tags. */
final class RoleHandler implements ResourceHandler {
  private static final String EXISTS = "EntityAlreadyExists";
  private static final String GONE = "NoSuchEntity";

  private final EksClients clients;
  private final RoleIdentity role;
  private final RoleReader reader;

  RoleHandler(EksClients clients, EksMarks marks, RoleIdentity role) {
    this.clients = clients;
    this.role = role;
    reader = new RoleReader(clients, marks, role);
  }

  private IamClient iam() {
    return clients.iam();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return reader.read(requests);
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    return new RoleNeeds(role).of(before, after, resource.retired());
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    if (after.isEmpty()) {
      return remove(before, requests);
    }
    State from = before.exists() ? before.state() : created(after, requests);
    repair(resource, new Fields(from, after, resource.retired()), requests);
    return requests.await(
        role.arn() + " is visible as written",
        () ->
            Optional.of(reader.read(requests))
                .filter(o -> o.state().covers(after, resource.retired())));
  }

  /** Creates the bare role and answers the state it then has. */
  private State created(State after, RequestContext requests) {
    boolean made =
        withPrincipal(
            after,
            () -> Aws.tried(requests, "iam:CreateRole", role.arn(), EXISTS, () -> create(after)));
    if (made) {
      State.Builder bare = State.builder();
      after.fields().entrySet().stream()
          .filter(field -> !(field.getValue() instanceof State.Members))
          .filter(field -> !field.getKey().startsWith(RoleReader.INLINE))
          .forEach(field -> bare.value(field.getKey(), field.getValue()));
      return bare.build();
    }
    // Somebody was faster, or an earlier reply was lost: what is there decides.
    Observed there = reader.read(requests);
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

  private void repair(Resource resource, Fields fields, RequestContext requests) {
    List<Supplier<Object>> writes = new ArrayList<>();
    for (String policy : fields.missing(RoleReader.ATTACHMENTS)) {
      writes.add(() -> attach(resource, policy, requests));
    }
    for (String policy : fields.obsolete(RoleReader.ATTACHMENTS)) {
      writes.add(() -> detach(policy, requests));
    }
    if (fields.changes(RoleReader.TRUST)) {
      writes.add(() -> trust(fields, requests));
    }
    if (fields.changes(RoleReader.DESCRIPTION)) {
      writes.add(() -> description(fields, requests));
    }
    if (fields.changes(RoleReader.BOUNDARY)) {
      writes.add(() -> boundary(fields, requests));
    }
    String inline = RoleReader.INLINE + role.inline();
    if (fields.changes(inline)) {
      writes.add(() -> putInline(resource, fields, inline, requests));
    }
    if (!fields.tags().isEmpty()) {
      writes.add(() -> tag(fields, requests));
    }
    requests.all(writes);
  }

  private Object description(Fields fields, RequestContext requests) {
    return written(
        requests,
        "iam:UpdateRole",
        () ->
            iam()
                .updateRole(
                    r -> r.roleName(role.name()).description(fields.text(RoleReader.DESCRIPTION))));
  }

  private Object tag(Fields fields, RequestContext requests) {
    return written(
        requests,
        "iam:TagRole",
        () -> iam().tagRole(r -> r.roleName(role.name()).tags(tags(fields.tags()))));
  }

  private Object trust(Fields fields, RequestContext requests) {
    return withPrincipal(
        fields.after(),
        () ->
            written(
                requests,
                "iam:UpdateAssumeRolePolicy",
                () ->
                    iam()
                        .updateAssumeRolePolicy(
                            r ->
                                r.roleName(role.name())
                                    .policyDocument(
                                        Fields.document(fields.after().json(RoleReader.TRUST))))));
  }

  private Object boundary(Fields fields, RequestContext requests) {
    return written(
        requests,
        "iam:PutRolePermissionsBoundary",
        () ->
            iam()
                .putRolePermissionsBoundary(
                    r ->
                        r.roleName(role.name())
                            .permissionsBoundary(fields.text(RoleReader.BOUNDARY))));
  }

  private Object putInline(
      Resource resource, Fields fields, String inline, RequestContext requests) {
    return visible(
        resource,
        requests,
        "iam:PutRolePolicy",
        () ->
            iam()
                .putRolePolicy(
                    r ->
                        r.roleName(role.name())
                            .policyName(role.inline())
                            .policyDocument(Fields.document(fields.after().json(inline)))));
  }

  private Object attach(Resource resource, String policy, RequestContext requests) {
    return visible(
        resource,
        requests,
        "iam:AttachRolePolicy",
        () -> iam().attachRolePolicy(r -> r.roleName(role.name()).policyArn(policy)));
  }

  /** What this run made may not be visible at once; anything else that is missing stays missing. */
  private Object visible(
      Resource resource, RequestContext requests, String action, Supplier<?> request) {
    boolean fresh =
        requests.createdInThisRun(resource.id())
            || resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    if (!fresh) {
      return written(requests, action, request);
    }
    return requests.await(
        role.arn() + " and what it refers to are visible to " + action,
        () ->
            Aws.tried(requests, action, role.arn(), GONE, request)
                ? Optional.of(action)
                : Optional.empty());
  }

  private Object detach(String policy, RequestContext requests) {
    return Aws.tried(
        requests,
        "iam:DetachRolePolicy",
        role.arn(),
        GONE,
        () -> iam().detachRolePolicy(r -> r.roleName(role.name()).policyArn(policy)));
  }

  private Object written(RequestContext requests, String action, Supplier<?> request) {
    Aws.write(requests, action, role.arn(), request);
    return action;
  }

  /** Empties and deletes it; whatever others attached was agreed to be detached. */
  private Observed remove(Observed before, RequestContext requests) {
    List<Supplier<Object>> writes = new ArrayList<>();
    before
        .state()
        .items(RoleReader.ATTACHMENTS)
        .forEach(policy -> writes.add(() -> detach(policy, requests)));
    RoleReader.inlinePolicies(before)
        .forEach(
            name ->
                writes.add(
                    () ->
                        gone(
                            requests,
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
                            requests,
                            "iam:RemoveRoleFromInstanceProfile",
                            () ->
                                iam()
                                    .removeRoleFromInstanceProfile(
                                        r ->
                                            r.roleName(role.name())
                                                .instanceProfileName(profile)))));
    requests.all(writes);
    gone(requests, "iam:DeleteRole", () -> iam().deleteRole(r -> r.roleName(role.name())));
    return requests.await(
        role.arn() + " is gone",
        () ->
            reader.find(requests).isPresent() ? Optional.empty() : Optional.of(Observed.absent()));
  }

  private Object gone(RequestContext requests, String action, Supplier<?> request) {
    return Aws.tried(requests, action, role.arn(), GONE, request);
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
