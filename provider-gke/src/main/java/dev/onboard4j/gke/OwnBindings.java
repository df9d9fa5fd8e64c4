package dev.onboard4j.gke;

import dev.onboard4j.gke.GkeBlueprint.ConditionalRole;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bindings of one policy that belong to this cluster, under these or under other settings.
 *
 * @param target the wanted bindings
 * @param reasons the blueprint's reasons by the text of a wanted binding
 * @param account the member of the service account of this cluster
 * @param origins tells who made a binding that is not wanted
 */
record OwnBindings(
    List<MemberBinding> target,
    Map<String, JustifiedPermission> reasons,
    String account,
    Origins origins) {
  /** Who made a binding. */
  enum Origin {
    /** This cluster, under other settings. */
    FORMER,
    /** This cluster or another one of the project; others use it. */
    SHARED,
    /** Somebody else. */
    FOREIGN
  }

  /** Tells who made a binding; may read. */
  @FunctionalInterface
  interface Origins {
    Origin of(MemberBinding binding, RequestContext requests);
  }

  /** Wants these roles for a member. */
  static OwnBindings of(
      String member, List<ConditionalRole> roles, String account, Origins origins) {
    Map<String, JustifiedPermission> reasons = new TreeMap<>();
    roles.forEach(role -> reasons.put(MemberBinding.of(role, member).text(), role.role()));
    return new OwnBindings(
        roles.stream().map(role -> MemberBinding.of(role, member)).toList(),
        reasons,
        account,
        origins);
  }

  boolean wants(MemberBinding binding) {
    return reasons.containsKey(binding.text());
  }

  List<String> texts() {
    return target.stream().map(MemberBinding::text).toList();
  }

  /** The members that get the wanted bindings. */
  Set<String> members() {
    Set<String> members = new TreeSet<>();
    target.forEach(binding -> members.add(binding.member()));
    return members;
  }

  /** Whether Google renamed one of our members to this, when it was deleted. */
  boolean isDeleted(String holder) {
    return holder.startsWith("deleted:" + account + "?uid=")
        || members().stream().anyMatch(member -> holder.startsWith("deleted:" + member + "?uid="));
  }
}
