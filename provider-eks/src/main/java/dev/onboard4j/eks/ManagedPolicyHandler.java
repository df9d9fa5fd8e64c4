package dev.onboard4j.eks;

import dev.onboard4j.model.Need;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Call;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** A customer-managed policy, whose default version holds the document. */
final class ManagedPolicyHandler implements ResourceHandler {
  private static final String DOCUMENT = "document";
  private static final String EXISTS = "EntityAlreadyExists";
  private static final String GONE = "NoSuchEntity";
  // IAM quota: versions of a managed policy.
  private static final int VERSIONS = 5;

  private final Clients clients;
  private final Marks marks;
  private final String name;
  private final String path;
  private final String arn;
  private final String description;

  ManagedPolicyHandler(Clients clients, Marks marks, Arns arns, String name, String description) {
    this.clients = clients;
    this.marks = marks;
    this.name = name;
    this.description = description;
    path = arns.path();
    arn = arns.policy(name);
  }

  private IamClient iam() {
    return clients.iam();
  }

  @Override
  public Observed read(Resource resource, Call call) {
    return read(call);
  }

  @SuppressWarnings("unchecked") // the answers come back in the order of the questions
  private Observed read(Call call) {
    List<Object> answers = call.all(List.<Supplier<Object>>of(() -> find(call), () -> users(call)));
    Optional<Policy> found = (Optional<Policy>) answers.get(0);
    if (found.isEmpty()) {
      return Observed.absent();
    }
    Policy policy = found.get();
    Optional<String> document =
        Aws.find(
            call,
            "iam:GetPolicyVersion",
            arn,
            NoSuchEntityException.class,
            () ->
                iam()
                    .getPolicyVersion(r -> r.policyArn(arn).versionId(policy.defaultVersionId()))
                    .policyVersion()
                    .document());
    Map<String, String> tags = RoleReader.tags(policy.tags());
    State state =
        State.builder()
            .known(DOCUMENT, document.map(PolicyDocument::fromIam).orElse(null))
            .each(Fields.TAGS, tags)
            .build();
    return Observed.of(state, marks.owner(tags))
        .withUsers((List<ResourceId>) answers.get(1))
        .withOutputs(Map.of("policy-arn." + name, arn));
  }

  private Optional<Policy> find(Call call) {
    return Aws.find(
        call,
        "iam:GetPolicy",
        arn,
        NoSuchEntityException.class,
        () -> iam().getPolicy(r -> r.policyArn(arn)).policy());
  }

  private List<ResourceId> users(Call call) {
    return Aws.list(
        call,
        "iam:ListEntitiesForPolicy",
        arn,
        NoSuchEntityException.class,
        marker -> {
          ListEntitiesForPolicyResponse page =
              iam().listEntitiesForPolicy(r -> r.policyArn(arn).marker(marker));
          List<ResourceId> users = new ArrayList<>();
          page.policyRoles().forEach(r -> users.add(ResourceId.of("iam-role", r.roleName())));
          page.policyUsers().forEach(u -> users.add(ResourceId.of("iam-user", u.userName())));
          page.policyGroups().forEach(g -> users.add(ResourceId.of("iam-group", g.groupName())));
          return new Aws.Page<>(users, RoleReader.next(page.isTruncated(), page.marker()));
        });
  }

  @Override
  public List<Need> needs(Resource resource, Observed before, State after) {
    List<String> actions = new ArrayList<>();
    Fields fields = new Fields(before.state(), after, resource.retired());
    if (after.equals(before.state())) {
      actions.addAll(List.of("iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListEntitiesForPolicy"));
    } else if (after.isEmpty()) {
      actions.addAll(
          List.of("iam:DeletePolicy", "iam:ListPolicyVersions", "iam:DeletePolicyVersion"));
      if (before.owner() == Owner.OURS) {
        actions.addAll(
            List.of("iam:DetachRolePolicy", "iam:DetachUserPolicy", "iam:DetachGroupPolicy"));
      }
    } else {
      if (!before.exists()) {
        actions.add("iam:CreatePolicy");
      } else if (fields.changes(DOCUMENT)) {
        actions.addAll(
            List.of(
                "iam:ListPolicyVersions", "iam:CreatePolicyVersion", "iam:DeletePolicyVersion"));
      }
      if (!fields.tags().isEmpty()) {
        actions.add("iam:TagPolicy");
      }
    }
    return actions.stream().map(action -> new Need(action, arn)).toList();
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, Call call) {
    return call.exclusive(
        arn, () -> after.isEmpty() ? remove(before, call) : put(before, after, call));
  }

  private Observed put(Observed before, State after, Call call) {
    State from = before.exists() ? before.state() : created(after, call);
    Fields fields = new Fields(from, after, State.empty());
    if (fields.changes(DOCUMENT)) {
      newVersion(Fields.document(after.json(DOCUMENT)), call);
    }
    if (!fields.tags().isEmpty()) {
      Aws.write(
          call,
          "iam:TagPolicy",
          arn,
          () -> iam().tagPolicy(r -> r.policyArn(arn).tags(RoleHandler.tags(fields.tags()))));
    }
    return call.until(
        arn + " is visible as written",
        () -> Optional.of(read(call)).filter(o -> o.state().covers(after, State.empty())));
  }

  private State created(State after, Call call) {
    boolean made =
        Aws.tried(
            call,
            "iam:CreatePolicy",
            arn,
            EXISTS,
            () ->
                iam()
                    .createPolicy(
                        r ->
                            r.policyName(name)
                                .path(path)
                                .description(description)
                                .policyDocument(Fields.document(after.json(DOCUMENT)))
                                .tags(RoleHandler.tags(Fields.tags(after)))));
    if (made) {
      return after;
    }
    Observed there =
        call.until(
            arn + ", which AWS says exists, is visible",
            () -> Optional.of(read(call)).filter(Observed::exists));
    boolean same = there.state().covers(after, State.empty());
    if (!same && there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT, "a policy called " + name + " appeared, with other content")
          .remedy("plan again and look at the difference")
          .build();
    }
    return there.state();
  }

  /** Makes room only when there is none, and never at the cost of the default version. */
  private void newVersion(String document, Call call) {
    // Another process may take the room that was there a moment ago, but not for ever.
    for (int attempt = 1; attempt <= VERSIONS; attempt++) {
      List<PolicyVersion> versions = versions(call);
      if (versions.size() >= VERSIONS) {
        oldest(versions).ifPresent(version -> deleteVersion(version, call));
      }
      boolean made =
          Aws.tried(
              call,
              "iam:CreatePolicyVersion",
              arn,
              "LimitExceeded",
              () ->
                  iam()
                      .createPolicyVersion(
                          r -> r.policyArn(arn).policyDocument(document).setAsDefault(true)));
      if (made) {
        return;
      }
    }
    throw OnboardingException.of(
            Category.CONFLICT, "IAM accepts no new version of " + arn + ": a quota is exceeded")
        .remedy("delete versions that nobody needs, and look at the size of the document")
        .build();
  }

  private static Optional<String> oldest(List<PolicyVersion> versions) {
    return versions.stream()
        .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
        .min(
            Comparator.comparing(PolicyVersion::createDate)
                .thenComparingInt(version -> number(version.versionId())))
        .map(PolicyVersion::versionId);
  }

  private static int number(String version) {
    String digits = version.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private Object deleteVersion(String version, Call call) {
    return Aws.tried(
        call,
        "iam:DeletePolicyVersion",
        arn,
        GONE,
        () -> iam().deletePolicyVersion(r -> r.policyArn(arn).versionId(version)));
  }

  private List<PolicyVersion> versions(Call call) {
    return Aws.list(
        call,
        "iam:ListPolicyVersions",
        arn,
        NoSuchEntityException.class,
        (@Nullable String marker) -> {
          var page = iam().listPolicyVersions(r -> r.policyArn(arn).marker(marker));
          return new Aws.Page<>(
              page.versions(), RoleReader.next(page.isTruncated(), page.marker()));
        });
  }

  private Observed remove(Observed before, Call call) {
    if (before.owner() == Owner.OURS) {
      // Agreed to: whoever else attached this cluster's own policy loses it with the policy.
      call.all(
          before.users().stream().<Supplier<Object>>map(user -> () -> detach(user, call)).toList());
    }
    List<Supplier<Object>> old = new ArrayList<>();
    versions(call).stream()
        .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
        .forEach(version -> old.add(() -> deleteVersion(version.versionId(), call)));
    call.all(old);
    Aws.tried(call, "iam:DeletePolicy", arn, GONE, () -> iam().deletePolicy(r -> r.policyArn(arn)));
    return call.until(
        arn + " is gone",
        () -> find(call).isPresent() ? Optional.empty() : Optional.of(Observed.absent()));
  }

  private Object detach(ResourceId user, Call call) {
    return switch (user.type()) {
      case "iam-user" ->
          Aws.tried(
              call,
              "iam:DetachUserPolicy",
              arn,
              GONE,
              () -> iam().detachUserPolicy(r -> r.policyArn(arn).userName(user.name())));
      case "iam-group" ->
          Aws.tried(
              call,
              "iam:DetachGroupPolicy",
              arn,
              GONE,
              () -> iam().detachGroupPolicy(r -> r.policyArn(arn).groupName(user.name())));
      default ->
          Aws.tried(
              call,
              "iam:DetachRolePolicy",
              arn,
              GONE,
              () -> iam().detachRolePolicy(r -> r.policyArn(arn).roleName(user.name())));
    };
  }

  /** How the document of this policy is declared. */
  static State desired(Object document, Map<String, String> tags) {
    return State.builder().known(DOCUMENT, document).each(Fields.TAGS, tags).build();
  }
}
