package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.support.Lazy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** A customer-managed policy, whose default version holds the document. */
final class ManagedPolicyHandler implements ResourceHandler {
  private static final String DOCUMENT = "document";
  private static final String EXISTS = "EntityAlreadyExists";
  private static final String GONE = "NoSuchEntity";
  private static final String ROLE = "iam-role";
  private static final String USER = "iam-user";
  private static final String GROUP = "iam-group";
  // IAM quota: versions of a managed policy.
  private static final int VERSIONS = 5;

  private final EksClients clients;
  private final EksMarks marks;
  private final IamRequests iam;
  private final PolicyIdentity policy;
  private final String arn;
  private final Reasons reasons;

  ManagedPolicyHandler(
      EksClients clients, EksMarks marks, Arns arns, PolicyIdentity policy, Reasons reasons) {
    this.clients = clients;
    this.marks = marks;
    this.policy = policy;
    this.reasons = reasons;
    iam = new IamRequests(arns);
    arn = arns.policy(policy.name());
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return read(requests);
  }

  private Observed read(RequestContext requests) {
    Lazy<Optional<Policy>> found = Lazy.of(() -> find(requests));
    Lazy<List<ResourceId>> users = Lazy.of(() -> users(requests));
    requests.all(List.<Supplier<Object>>of(found::get, users::get));
    return found
        .get()
        .map(one -> observed(one, requests).withUsers(users.get()))
        .orElseGet(Observed::absent);
  }

  private Observed observed(Policy found, RequestContext requests) {
    Map<String, String> tags = Tags.fromIam(found.tags());
    State state =
        State.builder()
            .known(DOCUMENT, document(found, requests).map(PolicyDocument::fromIam).orElse(null))
            .each(Tags.FIELD, tags)
            .build();
    return Observed.of(state, marks.owner(tags))
        .withOutputs(Map.of("policy-arn." + policy.name(), arn));
  }

  private Optional<String> document(Policy found, RequestContext requests) {
    return Aws.find(
        requests,
        iam.getPolicyVersion(policy.name()),
        NoSuchEntityException.class,
        () ->
            clients
                .iam()
                .getPolicyVersion(r -> r.policyArn(arn).versionId(found.defaultVersionId()))
                .policyVersion()
                .document());
  }

  private Optional<Policy> find(RequestContext requests) {
    return Aws.find(
        requests,
        iam.getPolicy(policy.name()),
        NoSuchEntityException.class,
        () -> clients.iam().getPolicy(r -> r.policyArn(arn)).policy());
  }

  private List<ResourceId> users(RequestContext requests) {
    return Aws.list(
        requests,
        iam.listEntitiesForPolicy(policy.name()),
        NoSuchEntityException.class,
        marker -> {
          ListEntitiesForPolicyResponse page =
              clients.iam().listEntitiesForPolicy(r -> r.policyArn(arn).marker(marker));
          List<ResourceId> users = new ArrayList<>();
          page.policyRoles().forEach(r -> users.add(ResourceId.of(ROLE, r.roleName())));
          page.policyUsers().forEach(u -> users.add(ResourceId.of(USER, u.userName())));
          page.policyGroups().forEach(g -> users.add(ResourceId.of(GROUP, g.groupName())));
          return new Aws.Page<>(users, Aws.next(page.isTruncated(), page.marker()));
        });
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return Aws.permissions(
        List.of(
            iam.getPolicy(policy.name()),
            iam.getPolicyVersion(policy.name()),
            iam.listEntitiesForPolicy(policy.name())));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return Aws.permissions(change.removes() ? removal(observed) : repair(change));
  }

  private List<ApiRequest> removal(Observed observed) {
    List<ApiRequest> writes = new ArrayList<>();
    writes.add(iam.deletePolicy(policy.name()));
    writes.add(iam.listPolicyVersions(policy.name()));
    writes.add(iam.deletePolicyVersion(policy.name()));
    if (observed.owner() == Owner.OURS) {
      observed.users().forEach(user -> writes.add(detachment(user)));
    }
    return writes;
  }

  private List<ApiRequest> repair(StateChange change) {
    if (change.creates()) {
      return List.of(iam.createPolicy(policy.name()));
    }
    List<ApiRequest> writes = new ArrayList<>();
    if (change.changes(DOCUMENT)) {
      writes.add(iam.listPolicyVersions(policy.name()));
      writes.add(iam.createPolicyVersion(policy.name()));
      writes.add(iam.deletePolicyVersion(policy.name()));
    }
    if (!change.changed(Tags.FIELD).isEmpty()) {
      writes.add(iam.tagPolicy(policy.name()));
    }
    return writes;
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    return reasons.explain(PolicyGrants.allowed(policy.holder(), state.json(DOCUMENT)));
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    return requests.exclusive(
        arn, () -> change.removes() ? remove(observed, requests) : put(change, requests));
  }

  private Observed put(StateChange asked, RequestContext requests) {
    State target = asked.target();
    State before = asked.creates() ? created(target, requests) : asked.before();
    StateChange change = new StateChange(before, target, State.empty());
    if (change.changes(DOCUMENT)) {
      newVersion(PolicyDocument.toIam(change.json(DOCUMENT)), requests);
    }
    Map<String, String> tags = change.changed(Tags.FIELD);
    if (!tags.isEmpty()) {
      Aws.write(
          requests,
          iam.tagPolicy(policy.name()),
          () -> clients.iam().tagPolicy(r -> r.policyArn(arn).tags(Tags.iam(tags))));
    }
    return requests.await(
        arn + " is visible as written",
        () ->
            Optional.of(read(requests)).filter(seen -> seen.state().covers(target, State.empty())));
  }

  private State created(State target, RequestContext requests) {
    boolean made =
        Aws.tried(
            requests,
            iam.createPolicy(policy.name()),
            EXISTS,
            () ->
                clients
                    .iam()
                    .createPolicy(
                        r ->
                            r.policyName(policy.name())
                                .path(policy.path())
                                .description(policy.description())
                                .policyDocument(PolicyDocument.toIam(target.json(DOCUMENT)))
                                .tags(Tags.iam(Tags.of(target)))));
    if (made) {
      return target;
    }
    Observed there =
        requests.await(
            arn + ", which AWS says exists, is visible",
            () -> Optional.of(read(requests)).filter(Observed::exists));
    boolean same = there.state().covers(target, State.empty());
    if (!same && there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "a policy called " + policy.name() + " appeared, with other content")
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
              iam.createPolicyVersion(policy.name()),
              "LimitExceeded",
              () ->
                  clients
                      .iam()
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
        iam.deletePolicyVersion(policy.name()),
        GONE,
        () -> clients.iam().deletePolicyVersion(r -> r.policyArn(arn).versionId(version)));
  }

  private List<PolicyVersion> versions(RequestContext requests) {
    return Aws.list(
        requests,
        iam.listPolicyVersions(policy.name()),
        NoSuchEntityException.class,
        (@Nullable String marker) -> {
          var page = clients.iam().listPolicyVersions(r -> r.policyArn(arn).marker(marker));
          return new Aws.Page<>(page.versions(), Aws.next(page.isTruncated(), page.marker()));
        });
  }

  private Observed remove(Observed observed, RequestContext requests) {
    if (observed.owner() == Owner.OURS) {
      // Agreed to: whoever else attached this cluster's own policy loses it with the policy.
      requests.all(
          observed.users().stream()
              .<Supplier<Object>>map(user -> () -> detach(user, requests))
              .toList());
    }
    List<Supplier<Object>> old = new ArrayList<>();
    versions(requests).stream()
        .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
        .forEach(version -> old.add(() -> deleteVersion(version.versionId(), requests)));
    requests.all(old);
    Aws.tried(
        requests,
        iam.deletePolicy(policy.name()),
        GONE,
        () -> clients.iam().deletePolicy(r -> r.policyArn(arn)));
    return requests.await(
        arn + " is gone",
        () -> find(requests).isPresent() ? Optional.empty() : Optional.of(Observed.absent()));
  }

  private Object detach(ResourceId user, RequestContext requests) {
    return Aws.tried(requests, detachment(user), GONE, () -> detached(user));
  }

  private ApiRequest detachment(ResourceId user) {
    return switch (user.type()) {
      case USER -> iam.detachUserPolicy(user.name());
      case GROUP -> iam.detachGroupPolicy(user.name());
      default -> iam.detachOthersRolePolicy(user.name());
    };
  }

  private Object detached(ResourceId user) {
    return switch (user.type()) {
      case USER -> clients.iam().detachUserPolicy(r -> r.policyArn(arn).userName(user.name()));
      case GROUP -> clients.iam().detachGroupPolicy(r -> r.policyArn(arn).groupName(user.name()));
      default -> clients.iam().detachRolePolicy(r -> r.policyArn(arn).roleName(user.name()));
    };
  }

  /** How the document of this policy is declared. */
  static State desired(Object document, Map<String, String> tags) {
    return State.builder().known(DOCUMENT, document).each(Tags.FIELD, tags).build();
  }
}
