package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Empties and deletes a role.
 *
 * <p>Attachments of other tools are detached with the consent of the caller. An inline policy of
 * another tool exists only in the role and would be lost, so it prevents the removal.
 */
final class RoleRemoval {
  private static final String GONE = "NoSuchEntity";
  private static final String NOT_EMPTY = "DeleteConflict";

  private final EksClients clients;
  private final RoleIdentity role;
  private final RoleReader reader;
  private final IamRequests iam;
  private final InstanceUsers instances;

  RoleRemoval(EksClients clients, Arns arns, RoleIdentity role, RoleReader reader) {
    this.clients = clients;
    this.role = role;
    this.reader = reader;
    iam = new IamRequests(arns);
    instances = new InstanceUsers(clients, arns);
  }

  /**
   * The obstacles to the removal: inline policies of other tools, and instances that run as the
   * role.
   */
  List<String> obstacles(Observed observed, RequestContext requests) {
    List<String> obstacles = inlinePolicies(observed);
    obstacles.addAll(instances.of(profiles(observed), requests));
    return obstacles;
  }

  private static List<String> inlinePolicies(Observed observed) {
    List<String> found = new ArrayList<>();
    RoleReader.otherInlinePolicies(observed)
        .forEach(
            name ->
                found.add(
                    "inline policy "
                        + name
                        + ", which onboarding did not write, would be lost: save it and delete it"));
    return found;
  }

  /** The profiles through which instances can run as this role. */
  private List<String> profiles(Observed observed) {
    List<String> profiles = new ArrayList<>(RoleReader.otherProfiles(observed));
    if (role.ofNodes()) {
      profiles.add(role.name());
    }
    return profiles;
  }

  Observed remove(Resource resource, Observed observed, RequestContext requests) {
    if (!requests.createdInThisRun(resource.id())) {
      refuse(observed, requests);
    }
    requests.all(emptying(observed, requests));
    delete(requests);
    return requests.await(
        role.arn() + " is deleted",
        () ->
            reader.find(requests).isPresent() ? Optional.empty() : Optional.of(Observed.absent()));
  }

  /** Checks the inline policies again, because they may have changed since the plan. */
  private void refuse(Observed observed, RequestContext requests) {
    List<String> lost = inlinePolicies(observed);
    if (!lost.isEmpty()) {
      throw OnboardingException.of(Category.CONFLICT, role.arn() + ": " + String.join("; ", lost))
          .remedy("save these policies, delete them and plan again")
          .build();
    }
    instances.refuse(role.arn(), profiles(observed), requests);
  }

  private List<Supplier<Object>> emptying(Observed observed, RequestContext requests) {
    List<Supplier<Object>> steps = new ArrayList<>();
    observed
        .state()
        .items(RoleReader.ATTACHMENTS)
        .forEach(policy -> steps.add(() -> detach(policy, requests)));
    if (observed.state().field(role.inlineField()) != null) {
      steps.add(() -> deleteInline(String.valueOf(role.inline()), requests));
    }
    RoleReader.otherProfiles(observed)
        .forEach(profile -> steps.add(() -> takeOut(profile, requests)));
    return steps;
  }

  /** Deletes the role; IAM refuses until it has processed the detachments. */
  private void delete(RequestContext requests) {
    requests.await(
        role.arn() + " is empty",
        () -> {
          String refused =
              Aws.refusal(
                  requests,
                  iam.deleteRole(role.name()),
                  Set.of(GONE, NOT_EMPTY),
                  () -> clients.iam().deleteRole(r -> r.roleName(role.name())));
          return refused.equals(NOT_EMPTY) ? Optional.empty() : Optional.of(role);
        });
  }

  Object detach(String policy, RequestContext requests) {
    return Aws.tried(
        requests,
        iam.detachRolePolicy(role.name()),
        GONE,
        () -> clients.iam().detachRolePolicy(r -> r.roleName(role.name()).policyArn(policy)));
  }

  private Object deleteInline(String name, RequestContext requests) {
    return Aws.tried(
        requests,
        iam.deleteRolePolicy(role.name()),
        GONE,
        () -> clients.iam().deleteRolePolicy(r -> r.roleName(role.name()).policyName(name)));
  }

  private Object takeOut(String profile, RequestContext requests) {
    return Aws.tried(
        requests,
        iam.removeRoleFromOthersInstanceProfile(profile),
        GONE,
        () ->
            clients
                .iam()
                .removeRoleFromInstanceProfile(
                    r -> r.roleName(role.name()).instanceProfileName(profile)));
  }
}
