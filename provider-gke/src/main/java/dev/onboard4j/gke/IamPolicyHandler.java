package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.v1.Binding;
import com.google.iam.v1.Policy;
import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Manages the bindings of this cluster in an allow policy.
 *
 * <p>Many callers write the same policy. It is read, changed and written back as a whole; the cycle
 * is repeated if another caller wrote it in the meantime. A binding that this cluster made under
 * other settings is taken away, so that no former way to the access stays open.
 */
final class IamPolicyHandler implements ResourceHandler {
  private static final String BINDINGS = "bindings";
  private static final String FORMER = "former-bindings";
  private static final String DELETED = "deleted-members";
  private static final String SHARED = "binding that other clusters use";
  private static final String OPENED = "binding by others on the account of this cluster";

  private final PolicyAccess policy;
  private final GcpRequests api;
  private final ServiceAccounts accounts;
  private final OwnBindings own;
  private final boolean removing;

  /**
   * Creates the handler of one policy.
   *
   * @param own the bindings that belong to this cluster
   */
  IamPolicyHandler(
      PolicyAccess policy,
      GkeNames names,
      ServiceAccounts accounts,
      OwnBindings own,
      Operation operation) {
    this.policy = policy;
    this.accounts = accounts;
    this.own = own;
    api = new GcpRequests(names);
    removing = operation == Operation.REMOVE;
  }

  /** The state with these bindings and no others of this cluster. */
  static State desired(OwnBindings own) {
    return state(own.texts(), Set.of(), Set.of());
  }

  private static State state(
      Collection<String> bindings, Collection<String> former, Collection<String> deleted) {
    return State.builder()
        .members(BINDINGS, bindings)
        .known(FORMER, List.copyOf(new TreeSet<>(former)))
        .known(DELETED, List.copyOf(new TreeSet<>(deleted)))
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return observed(Found.in(policy.cached().apply(requests), this, requests), requests);
  }

  private Observed observed(Found found, RequestContext requests) {
    boolean closed = own.target().isEmpty() && !removing;
    if (found.isEmpty() && !closed) {
      return Observed.absent().withExtras(found.extras());
    }
    Observed observed = Observed.of(found.state(), accounts.owner(requests));
    return removing ? observed : observed.withExtras(found.extras());
  }

  /** The bindings of this cluster in one policy. */
  private record Found(
      Set<String> bindings, Set<String> former, Set<String> deleted, Set<Extra> extras) {
    static Found in(Policy now, IamPolicyHandler handler, RequestContext requests) {
      Found found = new Found(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
      for (Binding binding : now.getBindingsList()) {
        for (String holder : binding.getMembersList()) {
          found.add(MemberBinding.of(binding, holder), handler, requests);
        }
      }
      return found;
    }

    private void add(MemberBinding binding, IamPolicyHandler handler, RequestContext requests) {
      if (handler.own.wants(binding)) {
        bindings.add(binding.text());
      } else if (handler.own.isDeleted(binding.member())) {
        deleted.add(binding.member());
      } else {
        addUnwanted(binding, handler, requests);
      }
    }

    private void addUnwanted(
        MemberBinding binding, IamPolicyHandler handler, RequestContext requests) {
      switch (handler.own.origins().of(binding, requests)) {
        case FORMER -> former.add(binding.text());
        case SHARED -> extras.add(new Extra(SHARED, binding.text()));
        case FOREIGN -> {
          if (handler.lists(binding.member())) {
            bindings.add(binding.text());
          } else if (handler.ofAccount()) {
            extras.add(Extra.broader(OPENED, binding.text()));
          }
        }
      }
    }

    boolean isEmpty() {
      return bindings.isEmpty() && former.isEmpty() && deleted.isEmpty();
    }

    State state() {
      return IamPolicyHandler.state(bindings, former, deleted);
    }
  }

  /** Whether the policy says who may use the account of this cluster. */
  private boolean ofAccount() {
    return own.account().equals("serviceAccount:" + policy.scope());
  }

  /** A removal deletes the account; its bindings by other tools would stay as deleted members. */
  private boolean lists(String member) {
    return removing ? member.equals(own.account()) : own.members().contains(member);
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
    return Stream.concat(state.items(BINDINGS).stream(), texts(state, FORMER).stream())
        .map(this::grant)
        .toList();
  }

  private static List<String> texts(State state, String field) {
    return state.json(field) instanceof List<?> texts
        ? texts.stream().map(String::valueOf).toList()
        : List.of();
  }

  private Grant grant(String binding) {
    MemberBinding memberBinding = MemberBinding.parse(binding);
    return memberBinding.grant(
        policy.scope(),
        own.reasons().getOrDefault(binding, JustifiedPermission.unexplained(memberBinding.role())));
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
    Policy next = changed(now, change);
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
    if (!change.removes()) {
      Set<String> present = texts(now);
      own.target().stream()
          .filter(wanted -> !present.contains(wanted.text()))
          .forEach(wanted -> add(wanted, bindings));
    }
    return now.toBuilder()
        .clearBindings()
        .addAllBindings(bindings)
        .setVersion(ServiceAccounts.POLICY_VERSION)
        .build();
  }

  private static Set<String> texts(Policy policy) {
    Set<String> texts = new TreeSet<>();
    for (Binding binding : policy.getBindingsList()) {
      binding
          .getMembersList()
          .forEach(holder -> texts.add(MemberBinding.of(binding, holder).text()));
    }
    return texts;
  }

  /** Removes what the plan names: a binding that appeared since then is kept. */
  private boolean removes(Binding binding, String holder, StateChange change) {
    MemberBinding found = MemberBinding.of(binding, holder);
    boolean obsolete =
        texts(change.before(), FORMER).contains(found.text())
            || texts(change.before(), DELETED).contains(holder)
            || own.isDeleted(holder);
    return obsolete
        || (change.removes()
            && (own.wants(found) || change.before().items(BINDINGS).contains(found.text())));
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
