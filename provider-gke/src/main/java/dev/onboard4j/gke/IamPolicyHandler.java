package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.v1.Binding;
import com.google.iam.v1.Policy;
import dev.onboard4j.gke.GkeBlueprint.ConditionalRole;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.support.Marks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One member's bindings in an allow policy that many write: read, changed and written back as a
 * whole, again from the start when somebody else wrote in between.
 */
final class IamPolicyHandler implements ResourceHandler {
  private static final String BINDINGS = "bindings";
  private static final String DELETED = "deleted-members";

  private final PolicyAccess policy;
  private final GcpRequests api;
  private final Marks marks;
  private final ServiceAccounts accounts;
  private final String member;
  private final List<Grantee> wanted;
  private final Map<String, JustifiedPermission> reasons = new TreeMap<>();

  /**
   * The bindings of one member.
   *
   * @param roles what the member gets, and why
   */
  IamPolicyHandler(
      PolicyAccess policy,
      GkeNames names,
      Marks marks,
      ServiceAccounts accounts,
      String member,
      List<ConditionalRole> roles) {
    this.policy = policy;
    this.marks = marks;
    this.accounts = accounts;
    this.member = member;
    api = new GcpRequests(names);
    wanted = roles.stream().map(role -> Grantee.of(role, member)).toList();
    roles.forEach(role -> reasons.put(Grantee.of(role, member).text(), role.role()));
  }

  /** The state in which the member has these roles. */
  static State desired(String member, List<ConditionalRole> roles) {
    return state(roles.stream().map(role -> Grantee.of(role, member).text()).toList(), Set.of());
  }

  private static State state(Collection<String> bindings, Collection<String> deleted) {
    return State.builder()
        .members(BINDINGS, bindings)
        .known(DELETED, List.copyOf(new TreeSet<>(deleted)))
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return observed(policy.shared().apply(requests), requests);
  }

  private Observed observed(Policy now, RequestContext requests) {
    State state = state(now);
    return state.items(BINDINGS).isEmpty()
        ? Observed.absent()
        : Observed.of(state, owner(requests));
  }

  private State state(Policy now) {
    Set<String> ours = new TreeSet<>();
    Set<String> deleted = new TreeSet<>();
    for (Binding binding : now.getBindingsList()) {
      for (String one : binding.getMembersList()) {
        if (one.equals(member)) {
          ours.add(Grantee.of(binding, one).text());
        } else if (stale(one)) {
          deleted.add(one);
        }
      }
    }
    return state(ours, deleted);
  }

  /** The same member as it was called after it had been deleted. */
  private boolean stale(String other) {
    return other.startsWith("deleted:" + member + "?uid=");
  }

  /** Bindings carry no mark: the account's follows them. */
  private Owner owner(RequestContext requests) {
    return accounts
        .account(requests)
        .map(account -> Described.of(account.getDescription()).owner(marks))
        .orElse(Owner.OURS);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return GcpRequests.permissions(policy.reading(), api.getAccount());
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return GcpRequests.permissions(policy.writing());
  }

  /** The blueprint explains a role under its own condition, not under a wider one. */
  @Override
  public List<Grant> access(Resource resource, State state) {
    return state.items(BINDINGS).stream().map(this::grant).toList();
  }

  private Grant grant(String binding) {
    Grantee grantee = Grantee.parse(binding);
    return grantee.grant(
        policy.scope(),
        reasons.getOrDefault(binding, JustifiedPermission.unexplained(grantee.role())));
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    boolean fresh = resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    Propagation propagation = new Propagation(requests, e -> fresh && policy.passing().test(e));
    requests.exclusive(
        "allow policy of " + policy.resource(),
        () ->
            propagation.await(
                "the policy of " + policy.resource() + " takes the change",
                () -> written(change, requests)));
    return propagation.await(
        "the policy of " + policy.resource() + " shows the change",
        () ->
            Optional.of(read(resource, requests))
                .filter(
                    seen ->
                        change.removes()
                            ? !seen.exists()
                            : seen.state().covers(change.target(), change.retired())));
  }

  /** Empty when the whole cycle has to be done again. */
  private Optional<Policy> written(StateChange change, RequestContext requests) {
    Optional<Policy> found = policy.fresh().apply(requests);
    if (found.isEmpty()) {
      // The policy of an account that is gone is gone, too.
      return change.removes() ? Optional.of(Policy.getDefaultInstance()) : Optional.empty();
    }
    Policy now = found.get();
    Policy next = changed(now, new StateChange(state(now), change.target(), change.retired()));
    if (next.getBindingsList().equals(now.getBindingsList())) {
      return found;
    }
    return Gcp.tried(requests, policy.writing(), StatusCode.Code.ABORTED, () -> policy.set(next))
        ? Optional.of(next)
        : Optional.empty();
  }

  /** Others' bindings stay as they are, conditions included. */
  private Policy changed(Policy now, StateChange change) {
    List<Binding> bindings = new ArrayList<>();
    for (Binding binding : now.getBindingsList()) {
      Binding.Builder next = binding.toBuilder().clearMembers();
      binding.getMembersList().stream()
          .filter(one -> !goes(binding, one, change))
          .forEach(next::addMembers);
      if (next.getMembersCount() > 0) {
        bindings.add(next.build());
      }
    }
    Set<String> missing = change.missing(BINDINGS);
    wanted.stream()
        .filter(grantee -> missing.contains(grantee.text()))
        .forEach(grantee -> add(grantee, bindings));
    return now.toBuilder()
        .clearBindings()
        .addAllBindings(bindings)
        .setVersion(ServiceAccounts.WITH_CONDITIONS)
        .build();
  }

  private boolean goes(Binding binding, String other, StateChange change) {
    if (!other.equals(member)) {
      return stale(other);
    }
    return change.removes()
        || change.obsolete(BINDINGS).contains(Grantee.of(binding, other).text());
  }

  /** One binding per role and condition, as Google keeps them. */
  private static void add(Grantee grantee, List<Binding> bindings) {
    Binding alone = grantee.binding();
    for (int i = 0; i < bindings.size(); i++) {
      Binding there = bindings.get(i);
      if (there.getRole().equals(alone.getRole())
          && there.hasCondition() == alone.hasCondition()
          && there.getCondition().equals(alone.getCondition())) {
        bindings.set(i, there.toBuilder().addMembers(grantee.member()).build());
        return;
      }
    }
    bindings.add(alone);
  }
}
