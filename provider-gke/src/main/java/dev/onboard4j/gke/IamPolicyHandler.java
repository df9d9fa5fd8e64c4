package dev.onboard4j.gke;

import com.google.api.gax.rpc.StatusCode;
import com.google.iam.v1.Binding;
import com.google.iam.v1.Policy;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One member's bindings in an allow policy that many write: read, changed and written back as a
 * whole, again from the start when somebody else wrote in between.
 */
final class IamPolicyHandler implements ResourceHandler {
  private static final String BINDINGS = "bindings";
  private static final String DELETED = "deleted-members";

  private final PolicyAccess policy;
  private final GkeNames names;
  private final GkeMarks marks;
  private final ServiceAccounts accounts;
  private final String member;
  private final List<Grantee> wanted;

  IamPolicyHandler(
      PolicyAccess policy,
      GkeNames names,
      GkeMarks marks,
      ServiceAccounts accounts,
      String member,
      List<Grantee> wanted) {
    this.policy = policy;
    this.names = names;
    this.marks = marks;
    this.accounts = accounts;
    this.member = member;
    this.wanted = wanted;
  }

  static State desired(List<Grantee> grantees) {
    return State.builder()
        .members(BINDINGS, grantees.stream().map(Grantee::text).toList())
        .known(DELETED, List.of())
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Policy now = policy.shared(requests, accounts);
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
    if (ours.isEmpty()) {
      return Observed.absent();
    }
    State state =
        State.builder().members(BINDINGS, ours).known(DELETED, List.copyOf(deleted)).build();
    return Observed.of(state, owner(requests));
  }

  /** The same member as it was called after it had been deleted. */
  private boolean stale(String other) {
    return other.startsWith("deleted:" + member + "?uid=");
  }

  /** Bindings carry no mark: the account's follows them. */
  private Owner owner(RequestContext requests) {
    return accounts
        .account(requests)
        .map(account -> marks.owner(account.getDescription()))
        .orElse(Owner.OURS);
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    List<RequiredPermission> needs = new ArrayList<>();
    needs.add(new RequiredPermission(policy.readPermission(), policy.resource()));
    needs.add(new RequiredPermission(ServiceAccounts.GET, names.accountName()));
    if (!after.equals(before.state())) {
      needs.add(new RequiredPermission(policy.writePermission(), policy.resource()));
    }
    return needs;
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    boolean removing = after.isEmpty();
    // Google checks members: a new account is not known everywhere at once.
    boolean fresh = resource.dependsOn().stream().anyMatch(requests::createdInThisRun);
    Set<StatusCode.Code> again =
        fresh && !removing
            ? Set.of(StatusCode.Code.ABORTED, StatusCode.Code.INVALID_ARGUMENT)
            : Set.of(StatusCode.Code.ABORTED);
    requests.exclusive(
        "allow policy of " + policy.resource(),
        () ->
            requests.await(
                "the policy of " + policy.resource() + " takes the change",
                () -> written(resource, removing, again, requests)));
    return requests.await(
        "the policy of " + policy.resource() + " shows the change",
        () ->
            Optional.of(read(resource, requests))
                .filter(
                    seen ->
                        removing
                            ? !seen.exists()
                            : seen.state().covers(after, resource.retired())));
  }

  private Optional<Policy> written(
      Resource resource, boolean removing, Set<StatusCode.Code> again, RequestContext requests) {
    Policy now = policy.fresh(requests);
    Policy next = changed(now, resource, removing);
    if (next.getBindingsList().equals(now.getBindingsList())) {
      return Optional.of(now);
    }
    return Gcp.refusal(
                requests,
                policy.writePermission(),
                policy.resource(),
                again,
                () -> policy.set(next))
            .isEmpty()
        ? Optional.of(next)
        : Optional.empty();
  }

  /** Others' bindings stay as they are, conditions included. */
  private Policy changed(Policy now, Resource resource, boolean removing) {
    Set<String> retired = resource.retired().items(BINDINGS);
    Set<String> kept = new TreeSet<>();
    List<Binding> bindings = new ArrayList<>();
    for (Binding binding : now.getBindingsList()) {
      Binding.Builder next = binding.toBuilder().clearMembers();
      for (String one : binding.getMembersList()) {
        String text = Grantee.of(binding, one).text();
        boolean ours = one.equals(member);
        if (stale(one) || (ours && (removing || retired.contains(text)))) {
          continue;
        }
        next.addMembers(one);
        kept.add(text);
      }
      if (next.getMembersCount() > 0) {
        bindings.add(next.build());
      }
    }
    if (!removing) {
      wanted.stream()
          .filter(grantee -> !kept.contains(grantee.text()))
          .forEach(grantee -> add(grantee, bindings));
    }
    return now.toBuilder()
        .clearBindings()
        .addAllBindings(bindings)
        .setVersion(ServiceAccounts.WITH_CONDITIONS)
        .build();
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
