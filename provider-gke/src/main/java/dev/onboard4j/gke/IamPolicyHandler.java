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
import dev.onboard4j.spi.support.MarkedDescription;
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
 * Manages the bindings of one member in an allow policy.
 *
 * <p>Many callers write the same policy. It is read, changed and written back as a whole; the cycle
 * is repeated if another caller wrote it in the meantime.
 */
final class IamPolicyHandler implements ResourceHandler {
  private static final String BINDINGS = "bindings";
  private static final String DELETED = "deleted-members";

  private final PolicyAccess policy;
  private final GcpRequests api;
  private final Marks marks;
  private final ServiceAccounts accounts;
  private final String member;
  private final List<MemberBinding> target;
  private final Map<String, JustifiedPermission> reasons = new TreeMap<>();

  /**
   * Creates the handler of one member's bindings.
   *
   * @param roles the roles of the member, with their reasons
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
    target = roles.stream().map(role -> MemberBinding.of(role, member)).toList();
    roles.forEach(role -> reasons.put(MemberBinding.of(role, member).text(), role.role()));
  }

  /** The state in which the member has these roles. */
  static State desired(String member, List<ConditionalRole> roles) {
    return state(
        roles.stream().map(role -> MemberBinding.of(role, member).text()).toList(), Set.of());
  }

  private static State state(Collection<String> bindings, Collection<String> deleted) {
    return State.builder()
        .members(BINDINGS, bindings)
        .known(DELETED, List.copyOf(new TreeSet<>(deleted)))
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return observed(policy.cached().apply(requests), requests);
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
      for (String holder : binding.getMembersList()) {
        if (holder.equals(member)) {
          ours.add(MemberBinding.of(binding, holder).text());
        } else if (isDeletedMember(holder)) {
          deleted.add(holder);
        }
      }
    }
    return state(ours, deleted);
  }

  /** Whether this is the name that Google gave to the member when it was deleted. */
  private boolean isDeletedMember(String other) {
    return other.startsWith("deleted:" + member + "?uid=");
  }

  /** Bindings have no marks: the account's mark tells their owner. */
  private Owner owner(RequestContext requests) {
    return accounts
        .account(requests)
        .map(account -> MarkedDescription.of(account.getDescription()).owner(marks))
        .orElse(Owner.OURS);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return GcpRequests.permissions(policy.readRequest(), api.getAccount());
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return GcpRequests.permissions(policy.writeRequest());
  }

  /** The blueprint's reason applies to a role under its own condition, not to a wider binding. */
  @Override
  public List<Grant> access(Resource resource, State state) {
    return state.items(BINDINGS).stream().map(this::grant).toList();
  }

  private Grant grant(String binding) {
    MemberBinding memberBinding = MemberBinding.parse(binding);
    return memberBinding.grant(
        policy.scope(),
        reasons.getOrDefault(binding, JustifiedPermission.unexplained(memberBinding.role())));
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    boolean createdNow = resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    Propagation propagation =
        new Propagation(requests, e -> createdNow && policy.temporary().test(e));
    requests.exclusive(
        "allow policy of " + policy.resource(),
        () ->
            propagation.await(
                "the policy of " + policy.resource() + " accepts the change",
                () -> tryWrite(change, requests)));
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

  /** Reads, changes and writes the policy; empty if the cycle has to be repeated. */
  private Optional<Policy> tryWrite(StateChange change, RequestContext requests) {
    Optional<Policy> found = policy.current().apply(requests);
    if (found.isEmpty()) {
      // A deleted account has no policy.
      return change.removes() ? Optional.of(Policy.getDefaultInstance()) : Optional.empty();
    }
    Policy now = found.get();
    Policy next = changed(now, new StateChange(state(now), change.target(), change.retired()));
    if (next.getBindingsList().equals(now.getBindingsList())) {
      return found;
    }
    return Gcp.tried(
            requests, policy.writeRequest(), StatusCode.Code.ABORTED, () -> policy.set(next))
        ? Optional.of(next)
        : Optional.empty();
  }

  /** Changes this member's bindings only; all others keep their members and conditions. */
  private Policy changed(Policy now, StateChange change) {
    List<Binding> bindings = new ArrayList<>();
    for (Binding binding : now.getBindingsList()) {
      Binding.Builder next = binding.toBuilder().clearMembers();
      binding.getMembersList().stream()
          .filter(holder -> !removes(binding, holder, change))
          .forEach(next::addMembers);
      if (next.getMembersCount() > 0) {
        bindings.add(next.build());
      }
    }
    Set<String> missing = change.missing(BINDINGS);
    target.stream()
        .filter(memberBinding -> missing.contains(memberBinding.text()))
        .forEach(memberBinding -> add(memberBinding, bindings));
    return now.toBuilder()
        .clearBindings()
        .addAllBindings(bindings)
        .setVersion(ServiceAccounts.POLICY_VERSION)
        .build();
  }

  private boolean removes(Binding binding, String holder, StateChange change) {
    if (!holder.equals(member)) {
      return isDeletedMember(holder);
    }
    return change.removes()
        || change.obsolete(BINDINGS).contains(MemberBinding.of(binding, holder).text());
  }

  /** Adds a member to the binding of its role and condition: Google keeps one of each. */
  private static void add(MemberBinding memberBinding, List<Binding> bindings) {
    Binding added = memberBinding.binding();
    for (int i = 0; i < bindings.size(); i++) {
      Binding existing = bindings.get(i);
      if (existing.getRole().equals(added.getRole())
          && existing.hasCondition() == added.hasCondition()
          && existing.getCondition().equals(added.getCondition())) {
        bindings.set(i, existing.toBuilder().addMembers(memberBinding.member()).build());
        return;
      }
    }
    bindings.add(added);
  }
}
