package dev.onboard4j.testkit.google;

import com.google.iam.v1.Binding;
import com.google.iam.v1.GetPolicyOptions;
import com.google.iam.v1.Policy;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.type.Expr;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An allow policy with the rules that Google keeps; guarded by its world.
 *
 * <p>Rules: IAM's Policy reference (versions and conditions), "Concurrency control with ETags", the
 * quotas page (1,500 principals), and the errors that tools report about recreated accounts.
 */
final class GcpPolicy {
  private static final int PRINCIPALS = 1500;
  private static final int WITH_CONDITIONS = 3;
  private static final Pattern ACCOUNT = Pattern.compile("serviceAccount:([^?]+)");
  private static final Pattern DELETED =
      Pattern.compile("deleted:serviceAccount:([^?]+)\\?uid=(\\d+)");

  private final GcpProject project;
  private final Clock clock;
  private List<Binding> bindings = new ArrayList<>();
  private int edition = 1;

  GcpPolicy(GcpProject project, Clock clock) {
    this.project = project;
    this.clock = clock;
  }

  private ByteString etag() {
    return ByteString.copyFromUtf8("edition-" + edition);
  }

  List<Binding> bindings() {
    return bindings;
  }

  /** Adds a binding, as another tool does. */
  void add(Binding binding) {
    bindings.add(binding);
    edition++;
  }

  Policy get(GetPolicyOptions options) {
    boolean conditions =
        bindings.stream().anyMatch(Binding::hasCondition)
            && options.getRequestedPolicyVersion() >= WITH_CONDITIONS;
    Policy.Builder policy =
        Policy.newBuilder().setVersion(conditions ? WITH_CONDITIONS : 1).setEtag(etag());
    for (Binding binding : bindings) {
      policy.addBindings(
          binding.hasCondition() && !conditions ? withoutCondition(binding) : binding);
    }
    return policy.build();
  }

  /** The binding for a client that asks for a version without conditions. */
  private static Binding withoutCondition(Binding binding) {
    return binding.toBuilder()
        .clearCondition()
        .setRole(binding.getRole() + "_withcond_" + digest(binding))
        .build();
  }

  private static String digest(Binding binding) {
    return String.format("%020x", binding.getCondition().getExpression().hashCode() & 0xffffffffL);
  }

  Policy set(Policy wanted) {
    if (!wanted.getEtag().isEmpty() && !wanted.getEtag().equals(etag())) {
      throw GcpError.of(
          Code.ABORTED,
          "There were concurrent policy changes. Please retry the whole read-modify-write with"
              + " exponential backoff.");
    }
    check(wanted);
    bindings = merged(wanted.getBindingsList());
    edition++;
    return get(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(WITH_CONDITIONS).build());
  }

  private void check(Policy wanted) {
    checkVersion(wanted);
    Set<String> members = new TreeSet<>();
    for (Binding binding : wanted.getBindingsList()) {
      checkRole(binding.getRole());
      members.addAll(binding.getMembersList());
    }
    GcpConditions.check(wanted);
    if (members.size() > PRINCIPALS) {
      throw GcpError.invalid("The number of members in the policy is larger than 1,500.");
    }
    members.forEach(member -> checkMember(member, members));
  }

  private void checkRole(String role) {
    String custom = "projects/" + project.id() + "/roles/";
    boolean known =
        role.startsWith(custom)
            ? project.roles().containsKey(role.substring(custom.length()))
            : role.startsWith("roles/") && !role.contains("_withcond_");
    if (!known) {
      throw GcpError.invalid("Role (" + role + ") does not exist in the resource's hierarchy.");
    }
  }

  private void checkVersion(Policy wanted) {
    boolean conditions = wanted.getBindingsList().stream().anyMatch(Binding::hasCondition);
    boolean had = bindings.stream().anyMatch(Binding::hasCondition);
    if ((conditions || had) && wanted.getVersion() < WITH_CONDITIONS) {
      throw GcpError.invalid(
          "The specified policy version is not supported: a policy with conditions has version 3.");
    }
  }

  private void checkMember(String member, Set<String> all) {
    Matcher deleted = DELETED.matcher(member);
    if (deleted.matches() && all.contains("serviceAccount:" + deleted.group(1))) {
      throw GcpError.invalid("Inconsistent representation of deleted member '" + member + "'.");
    }
    if (!member.contains(":")
        && !member.equals("allUsers")
        && !member.equals("allAuthenticatedUsers")) {
      throw GcpError.invalid("Invalid member: '" + member + "'.");
    }
    checkAccount(member);
  }

  private void checkAccount(String member) {
    Matcher account = ACCOUNT.matcher(member);
    if (account.matches() && !exists(account.group(1))) {
      throw GcpError.invalid("Service account " + account.group(1) + " does not exist.");
    }
    if (project.constraints().contains("constraints/iam.allowedPolicyMemberDomains")
        && account.matches()
        && !ofThisProject(account.group(1))) {
      throw foreign(member);
    }
  }

  private static StatusRuntimeException foreign(String member) {
    return GcpError.precondition(
        "One or more users named in the policy do not belong to a permitted customer.",
        "constraints/iam.allowedPolicyMemberDomains",
        member);
  }

  private boolean exists(String email) {
    return ofThisProject(email) ? visible(email) : !project.unknownPrincipals().contains(email);
  }

  private boolean ofThisProject(String email) {
    return email.endsWith("@" + project.id() + ".iam.gserviceaccount.com");
  }

  private boolean visible(String email) {
    GcpAccount account = project.accounts().get(email);
    return account != null && !account.missed();
  }

  /** Google keeps one binding per role and condition, and none without members. */
  private static List<Binding> merged(List<Binding> wanted) {
    List<Binding> merged = new ArrayList<>();
    for (Binding binding : wanted) {
      Binding empty = binding.toBuilder().clearMembers().build();
      Set<String> members = new LinkedHashSet<>();
      merged.stream()
          .filter(one -> one.toBuilder().clearMembers().build().equals(empty))
          .forEach(one -> members.addAll(one.getMembersList()));
      merged.removeIf(one -> one.toBuilder().clearMembers().build().equals(empty));
      members.addAll(binding.getMembersList());
      if (!members.isEmpty()) {
        merged.add(empty.toBuilder().addAllMembers(members).build());
      }
    }
    return merged;
  }

  /** Renames a member: a deleted account stays in its bindings as {@code deleted:}. */
  void rename(String from, String to) {
    List<Binding> renamed = new ArrayList<>();
    for (Binding binding : bindings) {
      List<String> members = new ArrayList<>(binding.getMembersList());
      members.replaceAll(member -> member.equals(from) ? to : member);
      renamed.add(binding.toBuilder().clearMembers().addAllMembers(members).build());
    }
    if (!renamed.equals(bindings)) {
      bindings = renamed;
      edition++;
    }
  }

  Set<String> state() {
    Set<String> state = new TreeSet<>();
    for (Binding binding : bindings) {
      for (String member : binding.getMembersList()) {
        state.add(
            binding.getRole()
                + " "
                + member.replaceAll("uid=\\d+", "uid=N")
                + (binding.hasCondition() ? " if " + told(binding.getCondition()) : ""));
      }
    }
    return state;
  }

  private static String told(Expr condition) {
    return condition.getExpression()
        + " ("
        + condition.getTitle()
        + (condition.getDescription().isEmpty() ? "" : ": " + condition.getDescription())
        + ")";
  }

  Clock clock() {
    return clock;
  }
}
