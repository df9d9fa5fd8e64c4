package dev.onboard4j.gke;

import com.google.iam.admin.v1.Role;
import dev.onboard4j.gke.GkeBlueprint.Condition;
import dev.onboard4j.gke.OwnBindings.Origin;
import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.support.MarkedDescription;
import dev.onboard4j.spi.support.Marks;
import java.util.Set;

/**
 * Tells which bindings any settings of this cluster may have made in the policy of the project.
 *
 * @param account the member of the service account
 * @param workload the member of the Kubernetes service account
 * @param roles the predefined roles of the blueprint, earlier ones included
 * @param customRoles the ids of the custom role under every value of the settings
 * @param condition the condition that may restrict a role
 */
record BindingOrigins(
    GkeNames names,
    Marks marks,
    ServiceAccounts accounts,
    WorkloadPool pool,
    String account,
    String workload,
    Set<String> roles,
    Set<String> customRoles,
    Condition condition)
    implements OwnBindings.Origins {
  @Override
  public Origin of(MemberBinding binding, RequestContext requests) {
    boolean ofWorkload = binding.member().equals(workload);
    if (!(ofWorkload || binding.member().equals(account)) || !made(binding, requests)) {
      return Origin.FOREIGN;
    }
    return ofWorkload && !pool.sole(requests) ? Origin.SHARED : Origin.FORMER;
  }

  private boolean made(MemberBinding binding, RequestContext requests) {
    Condition found = binding.condition();
    if (roles.contains(binding.role())) {
      return found == null || found.title().equals(condition.title());
    }
    return found == null && isCustomRole(binding.role(), requests);
  }

  private boolean isCustomRole(String role, RequestContext requests) {
    String prefix = names.projectName() + "/roles/";
    return role.startsWith(prefix)
        && (customRoles.contains(role.substring(prefix.length()))
            || accounts.role(role, requests).filter(this::isMarked).isPresent());
  }

  private boolean isMarked(Role role) {
    Owner owner = MarkedDescription.of(role.getDescription()).owner(marks);
    return owner == Owner.OURS || owner == Owner.SHARED;
  }
}
