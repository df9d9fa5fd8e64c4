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
import dev.onboard4j.spi.support.Reasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;

/** Reads and writes a customer managed policy; its default version holds the document. */
final class ManagedPolicyHandler implements ResourceHandler {
  private static final String DOCUMENT = "document";
  private static final String EXISTS = "EntityAlreadyExists";
  private static final String GONE = "NoSuchEntity";
  private static final String IN_USE = "DeleteConflict";
  private static final String ROLE = "iam-role";
  private static final String USER = "iam-user";
  private static final String GROUP = "iam-group";

  private final EksClients clients;
  private final EksMarks marks;
  private final IamRequests iam;
  private final PolicyIdentity policy;
  private final String arn;
  private final PolicyVersions versions;
  private final Reasons reasons;

  ManagedPolicyHandler(
      EksClients clients, EksMarks marks, Arns arns, PolicyIdentity policy, Reasons reasons) {
    this.clients = clients;
    this.marks = marks;
    this.policy = policy;
    this.reasons = reasons;
    iam = new IamRequests(arns);
    arn = arns.policy(policy.name());
    versions = new PolicyVersions(clients, iam, policy.name(), arn);
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Observed found = read(requests);
    return found.exists() || !policy.needed() ? found : elsewhere(requests);
  }

  private Observed read(RequestContext requests) {
    Lazy<Optional<Policy>> found = Lazy.of(() -> find(requests));
    Lazy<List<ResourceId>> users = Lazy.of(() -> users(requests));
    requests.all(List.<Supplier<Object>>of(found::get, users::get));
    return found
        .get()
        .map(policy -> observed(policy, requests).withUsers(users.get()))
        .orElseGet(Observed::absent);
  }

  /**
   * Looks for a policy of that name under another path.
   *
   * @throws OnboardingException of category CONFLICT if there is one
   */
  private Observed elsewhere(RequestContext requests) {
    for (Policy found : requests.cached("iam:ListPolicies", () -> all(requests))) {
      if (policy.name().equalsIgnoreCase(found.policyName()) && !arn.equals(found.arn())) {
        throw IamPaths.refused(
            found.arn(),
            arn,
            "set eks.path=" + IamPaths.path(found.arn()) + ", or choose another eks.policy-name");
      }
    }
    return Observed.absent();
  }

  private List<Policy> all(RequestContext requests) {
    return Aws.list(
        requests,
        iam.listPolicies(),
        NoSuchEntityException.class,
        marker -> {
          var page =
              clients
                  .iam()
                  .listPolicies(r -> r.scope(PolicyScopeType.LOCAL).maxItems(1000).marker(marker));
          return new Aws.Page<>(page.policies(), Aws.next(page.isTruncated(), page.marker()));
        });
  }

  private Observed observed(Policy found, RequestContext requests) {
    Map<String, String> tags = Tags.fromIam(found.tags());
    State.Builder state =
        State.builder()
            .known(DOCUMENT, document(found, requests).map(PolicyDocument::fromIam).orElse(null));
    Tags.observed(state, tags, marks);
    return Observed.of(state.build(), marks.owner(tags))
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

  /** Whether a role holds the policy; false if the caller may not see that. */
  boolean heldBy(ResourceId role, RequestContext requests) {
    try {
      return users(requests).contains(role);
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return false;
    }
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
            iam.listPolicies(),
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
    if (!Tags.obsolete(change).isEmpty()) {
      writes.add(iam.untagPolicy(policy.name()));
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
      versions.add(PolicyDocument.toIam(change.json(DOCUMENT)), requests);
    }
    untag(Tags.obsolete(change), requests);
    tag(change.changed(Tags.FIELD), requests);
    return requests.await(
        arn + " is visible as written",
        () ->
            Optional.of(read(requests)).filter(seen -> seen.state().covers(target, State.empty())));
  }

  private void untag(List<String> keys, RequestContext requests) {
    if (!keys.isEmpty()) {
      Aws.write(
          requests,
          iam.untagPolicy(policy.name()),
          () -> clients.iam().untagPolicy(r -> r.policyArn(arn).tagKeys(keys)));
    }
  }

  private void tag(Map<String, String> tags, RequestContext requests) {
    if (!tags.isEmpty()) {
      Aws.write(
          requests,
          iam.tagPolicy(policy.name()),
          () -> clients.iam().tagPolicy(r -> r.policyArn(arn).tags(Tags.iam(tags))));
    }
  }

  private State created(State target, RequestContext requests) {
    boolean made =
        Aws.tried(requests, iam.createPolicy(policy.name()), EXISTS, () -> create(target));
    return made ? target : appeared(target, requests);
  }

  private Object create(State target) {
    return clients
        .iam()
        .createPolicy(
            r ->
                r.policyName(policy.name())
                    .path(policy.path())
                    .description(policy.description())
                    .policyDocument(PolicyDocument.toIam(target.json(DOCUMENT)))
                    .tags(Tags.iam(Tags.of(target))));
  }

  private State appeared(State target, RequestContext requests) {
    Observed there =
        requests.await(
            arn + ", which AWS says exists, is visible",
            () -> Optional.of(read(requests)).filter(Observed::exists));
    boolean same = there.state().covers(target, State.empty());
    if (!same && there.owner() != Owner.OURS) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "a policy called "
                  + policy.name()
                  + " was created since the plan was made, with other content")
          .remedy("plan again and compare the documents")
          .build();
    }
    return there.state();
  }

  private Observed remove(Observed observed, RequestContext requests) {
    if (observed.owner() == Owner.OURS) {
      // The caller gave consent: other holders of this cluster's own policy lose it.
      requests.all(
          observed.users().stream()
              .<Supplier<Object>>map(user -> () -> detach(user, requests))
              .toList());
    }
    versions.deleteOld(requests);
    delete(requests);
    return requests.await(
        arn + " is deleted",
        () -> find(requests).isPresent() ? Optional.empty() : Optional.of(Observed.absent()));
  }

  /** Deletes the policy; IAM refuses until it has processed the detachments. */
  private void delete(RequestContext requests) {
    requests.await(
        arn + " has no attachments",
        () -> {
          String refused =
              Aws.refusal(
                  requests,
                  iam.deletePolicy(policy.name()),
                  Set.of(GONE, IN_USE),
                  () -> clients.iam().deletePolicy(r -> r.policyArn(arn)));
          return refused.equals(IN_USE) ? Optional.empty() : Optional.of(arn);
        });
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

  /** The declared document of this policy. */
  static State desired(Object document, Map<String, String> tags) {
    return Tags.desired(State.builder().known(DOCUMENT, document), tags).build();
  }
}
