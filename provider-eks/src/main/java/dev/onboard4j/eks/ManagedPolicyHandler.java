package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
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

  private final EksClients clients;
  private final EksMarks marks;
  private final String name;
  private final String path;
  private final String arn;
  private final String description;

  ManagedPolicyHandler(
      EksClients clients, EksMarks marks, Arns arns, String name, String description) {
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
  public Observed read(Resource resource, RequestContext requests) {
    return read(requests);
  }

  @SuppressWarnings("unchecked") // the answers come back in the order of the questions
  private Observed read(RequestContext requests) {
    List<Object> answers =
        requests.all(List.<Supplier<Object>>of(() -> find(requests), () -> users(requests)));
    Optional<Policy> found = (Optional<Policy>) answers.get(0);
    if (found.isEmpty()) {
      return Observed.absent();
    }
    Policy policy = found.get();
    Optional<String> document =
        Aws.find(
            requests,
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

  private Optional<Policy> find(RequestContext requests) {
    return Aws.find(
        requests,
        "iam:GetPolicy",
        arn,
        NoSuchEntityException.class,
        () -> iam().getPolicy(r -> r.policyArn(arn)).policy());
  }

  private List<ResourceId> users(RequestContext requests) {
    return Aws.list(
        requests,
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
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
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
    return actions.stream().map(action -> new RequiredPermission(action, arn)).toList();
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    return requests.exclusive(
        arn, () -> after.isEmpty() ? remove(before, requests) : put(before, after, requests));
  }

  private Observed put(Observed before, State after, RequestContext requests) {
    State from = before.exists() ? before.state() : created(after, requests);
    Fields fields = new Fields(from, after, State.empty());
    if (fields.changes(DOCUMENT)) {
      newVersion(PolicyDocument.toIam(after.json(DOCUMENT)), requests);
    }
    if (!fields.tags().isEmpty()) {
      Aws.write(
          requests,
          "iam:TagPolicy",
          arn,
          () -> iam().tagPolicy(r -> r.policyArn(arn).tags(RoleHandler.tags(fields.tags()))));
    }
    return requests.await(
        arn + " is visible as written",
        () -> Optional.of(read(requests)).filter(o -> o.state().covers(after, State.empty())));
  }

  private State created(State after, RequestContext requests) {
    boolean made =
        Aws.tried(
            requests,
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
                                .policyDocument(PolicyDocument.toIam(after.json(DOCUMENT)))
                                .tags(RoleHandler.tags(Fields.tags(after)))));
    if (made) {
      return after;
    }
    Observed there =
        requests.await(
            arn + ", which AWS says exists, is visible",
            () -> Optional.of(read(requests)).filter(Observed::exists));
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
  private void newVersion(String document, RequestContext requests) {
    // Another process may take the room that was there a moment ago, but not for ever.
    for (int attempt = 1; attempt <= VERSIONS; attempt++) {
      List<PolicyVersion> versions = versions(requests);
      if (versions.size() >= VERSIONS) {
        oldest(versions).ifPresent(version -> deleteVersion(version, requests));
      }
      boolean made =
          Aws.tried(
              requests,
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

  private Object deleteVersion(String version, RequestContext requests) {
    return Aws.tried(
        requests,
        "iam:DeletePolicyVersion",
        arn,
        GONE,
        () -> iam().deletePolicyVersion(r -> r.policyArn(arn).versionId(version)));
  }

  private List<PolicyVersion> versions(RequestContext requests) {
    return Aws.list(
        requests,
        "iam:ListPolicyVersions",
        arn,
        NoSuchEntityException.class,
        (@Nullable String marker) -> {
          var page = iam().listPolicyVersions(r -> r.policyArn(arn).marker(marker));
          return new Aws.Page<>(
              page.versions(), RoleReader.next(page.isTruncated(), page.marker()));
        });
  }

  private Observed remove(Observed before, RequestContext requests) {
    if (before.owner() == Owner.OURS) {
      // Agreed to: whoever else attached this cluster's own policy loses it with the policy.
      requests.all(
          before.users().stream()
              .<Supplier<Object>>map(user -> () -> detach(user, requests))
              .toList());
    }
    List<Supplier<Object>> old = new ArrayList<>();
    versions(requests).stream()
        .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
        .forEach(version -> old.add(() -> deleteVersion(version.versionId(), requests)));
    requests.all(old);
    Aws.tried(
        requests, "iam:DeletePolicy", arn, GONE, () -> iam().deletePolicy(r -> r.policyArn(arn)));
    return requests.await(
        arn + " is gone",
        () -> find(requests).isPresent() ? Optional.empty() : Optional.of(Observed.absent()));
  }

  private Object detach(ResourceId user, RequestContext requests) {
    return switch (user.type()) {
      case "iam-user" ->
          Aws.tried(
              requests,
              "iam:DetachUserPolicy",
              arn,
              GONE,
              () -> iam().detachUserPolicy(r -> r.policyArn(arn).userName(user.name())));
      case "iam-group" ->
          Aws.tried(
              requests,
              "iam:DetachGroupPolicy",
              arn,
              GONE,
              () -> iam().detachGroupPolicy(r -> r.policyArn(arn).groupName(user.name())));
      default ->
          Aws.tried(
              requests,
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
